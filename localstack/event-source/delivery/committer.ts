import type { Clock } from './clock.ts';

export interface CommitterPorts {
  readonly clock: Clock;
  /** Commits the offsets of the consumer group; rejects if Kafka refused. */
  readonly send: (offsets: ReadonlyMap<number, number>) => Promise<void>;
  readonly committed: (partition: number, offset: number) => void;
  readonly failed: (error: unknown) => void;
}

/** Records before an offset: `processed` by the function (or discarded), or only `filtered` out since the last offset. */
export type Progress = 'processed' | 'filtered';

/** The longest that an offset waits for others to be committed with, in milliseconds. */
export type CommitDelays = Readonly<Record<Progress, number>>;

interface PendingOffset {
  readonly offset: number;
  /** Unix milliseconds. */
  readonly dueAt: number;
}

const retryMs = 100;
const flushAttempts = 3;
const atOnce: CommitDelays = { processed: 0, filtered: 0 };

/**
 * Commits offsets with at most one request in flight. Each request takes all offsets that wait, the latest of a partition. AWS does not
 * document when it commits, only that it does so after success: until then a record is redelivered, as after any crash.
 */
export class Committer {
  readonly #ports: CommitterPorts;
  readonly #delays: CommitDelays;
  readonly #pending = new Map<number, PendingOffset>();
  /** The offsets of the request in flight, without partitions that were lost meanwhile. */
  #sending: Map<number, number> = new Map();
  #inFlight: Promise<boolean> | undefined;
  #wake: { readonly at: number; readonly cancel: () => void } | undefined;

  constructor(ports: CommitterPorts, delays: CommitDelays = atOnce) {
    this.#ports = ports;
    this.#delays = delays;
  }

  request(partition: number, offset: number, progress: Progress = 'processed'): void {
    const dueAt = this.#ports.clock.now() + this.#delays[progress];
    const waiting = this.#pending.get(partition)?.dueAt ?? dueAt;
    this.#pending.set(partition, { offset, dueAt: Math.min(waiting, dueAt) });
    this.#wakeAt(Math.min(waiting, dueAt));
  }

  /** Sends what waits now: this member may soon not be allowed to. */
  hasten(): void {
    if (this.#inFlight === undefined && this.#pending.size > 0) void this.#send();
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
    this.#cancelWake();
  }

  #wakeAt(at: number): void {
    if (this.#inFlight !== undefined || (this.#wake !== undefined && this.#wake.at <= at)) return;
    this.#cancelWake();
    const cancel = this.#ports.clock.after(at - this.#ports.clock.now(), () => {
      this.#wake = undefined;
      void this.#send();
    });
    this.#wake = { at, cancel };
  }

  #cancelWake(): void {
    this.#wake?.cancel();
    this.#wake = undefined;
  }

  #send(): Promise<boolean> {
    if (this.#inFlight !== undefined) return this.#inFlight;
    this.#cancelWake();
    this.#sending = new Map([...this.#pending].map(([partition, { offset }]) => [partition, offset]));
    this.#pending.clear();
    const sent = this.#trySend().then((success) => {
      this.#inFlight = undefined;
      const due = Math.min(...[...this.#pending.values()].map(({ dueAt }) => dueAt));
      if (this.#pending.size > 0) this.#wakeAt(success ? due : this.#ports.clock.now() + retryMs);
      return success;
    });
    this.#inFlight = sent;
    return sent;
  }

  async #trySend(): Promise<boolean> {
    if (this.#sending.size === 0) return true;
    const { clock } = this.#ports;
    try {
      await this.#ports.send(new Map(this.#sending));
    } catch (error) {
      this.#ports.failed(error);
      for (const [partition, offset] of this.#sending) {
        if (!this.#pending.has(partition)) this.#pending.set(partition, { offset, dueAt: clock.now() });
      }
      return false;
    }
    for (const [partition, offset] of this.#sending) this.#ports.committed(partition, offset);
    return true;
  }
}
