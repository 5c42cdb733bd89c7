import type { Clock } from './clock.ts';

export interface CommitterPorts {
  readonly clock: Clock;
  /** Commits the offsets of the consumer group; rejects if Kafka refused. */
  readonly send: (offsets: ReadonlyMap<number, number>) => Promise<void>;
  readonly committed: (partition: number, offset: number) => void;
  readonly failed: (error: unknown) => void;
}

const retryMs = 100;
const flushAttempts = 3;

/** Commits offsets with at most one request in flight; requests meanwhile are merged, the latest wins. */
export class Committer {
  readonly #ports: CommitterPorts;
  readonly #pending = new Map<number, number>();
  /** The offsets of the request in flight, without partitions that were lost meanwhile. */
  #sending: Map<number, number> = new Map();
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
    for (const offsets of [this.#pending, this.#sending]) {
      for (const partition of offsets.keys()) {
        if (!partitions.has(partition)) offsets.delete(partition);
      }
    }
  }

  /** Sends the requested offsets; abandons them silently after a few failures, since uncommitted records are redelivered. */
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
    this.#sending = new Map(this.#pending);
    this.#pending.clear();
    const sent = this.#trySend().then((success) => {
      this.#inFlight = undefined;
      if (this.#pending.size > 0) this.#wakeAfter(success ? 0 : retryMs);
      return success;
    });
    this.#inFlight = sent;
    return sent;
  }

  async #trySend(): Promise<boolean> {
    if (this.#sending.size === 0) return true;
    try {
      await this.#ports.send(new Map(this.#sending));
    } catch (error) {
      this.#ports.failed(error);
      for (const [partition, offset] of this.#sending) {
        if (!this.#pending.has(partition)) this.#pending.set(partition, offset);
      }
      return false;
    }
    for (const [partition, offset] of this.#sending) this.#ports.committed(partition, offset);
    return true;
  }
}
