import type { Clock } from './clock.ts';

export interface CommitterPorts {
  readonly clock: Clock;
  /** Writes the offsets to the consumer group; rejects if Kafka did not take them. */
  readonly send: (offsets: ReadonlyMap<number, number>) => Promise<void>;
  readonly committed: (partition: number, offset: number) => void;
  readonly failed: (error: unknown) => void;
}

const retryMs = 100;
const flushAttempts = 3;

/** Commits offsets with at most one request in flight; what is asked for meanwhile goes together, the latest wins. */
export class Committer {
  readonly #ports: CommitterPorts;
  readonly #pending = new Map<number, number>();
  #inFlight: Promise<boolean> | undefined;
  #cancelWake: (() => void) | undefined;

  constructor(ports: CommitterPorts) {
    this.#ports = ports;
  }

  request(partition: number, offset: number): void {
    this.#pending.set(partition, offset);
    this.#wakeAfter(0);
  }

  /** Forgets partitions that are no longer assigned: their offsets belong to another member now. */
  keepOnly(partitions: ReadonlySet<number>): void {
    for (const partition of this.#pending.keys()) {
      if (!partitions.has(partition)) this.#pending.delete(partition);
    }
  }

  /** Sends what is asked for now; gives up quietly after a few failures, since uncommitted records come again. */
  async flush(): Promise<void> {
    for (let attempt = 0; attempt < flushAttempts; attempt += 1) {
      await this.#inFlight;
      if (this.#pending.size === 0) break;
      await this.#send();
    }
    this.#cancelWake?.();
    this.#cancelWake = undefined;
  }

  #wakeAfter(delayMs: number): void {
    if (this.#cancelWake !== undefined || this.#inFlight !== undefined) return;
    this.#cancelWake = this.#ports.clock.after(delayMs, () => {
      this.#cancelWake = undefined;
      void this.#send();
    });
  }

  #send(): Promise<boolean> {
    if (this.#inFlight !== undefined) return this.#inFlight;
    const offsets = new Map(this.#pending);
    this.#pending.clear();
    const sent = this.#trySend(offsets).then((success) => {
      this.#inFlight = undefined;
      if (this.#pending.size > 0) this.#wakeAfter(success ? 0 : retryMs);
      return success;
    });
    this.#inFlight = sent;
    return sent;
  }

  async #trySend(offsets: ReadonlyMap<number, number>): Promise<boolean> {
    if (offsets.size === 0) return true;
    try {
      await this.#ports.send(offsets);
    } catch (error) {
      this.#ports.failed(error);
      for (const [partition, offset] of offsets) {
        if (!this.#pending.has(partition)) this.#pending.set(partition, offset);
      }
      return false;
    }
    for (const [partition, offset] of offsets) this.#ports.committed(partition, offset);
    return true;
  }
}
