import { ProduceOutcomeUnknown, ProduceRefused, RecordsRefused } from './produce-failure.ts';

interface Waiting<T> {
  readonly items: readonly T[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly complete: (error?: unknown) => void;
}

/**
 * One send in flight; requests that arrive meanwhile are combined into the next one. A caller whose time is up is rejected at
 * once: refused while it waits, of unknown outcome once its send has begun.
 */
export class SendQueue<T> {
  readonly #sendAll: (items: readonly T[], expiresAt: number) => Promise<void>;
  #waiting: Waiting<T>[] = [];
  #running = false;

  constructor(sendAll: (items: readonly T[], expiresAt: number) => Promise<void>) {
    this.#sendAll = sendAll;
  }

  send(items: readonly T[], expiresAt: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#expire(waiting), Math.max(0, expiresAt - Date.now()) + graceMs);
      const waiting: Waiting<T> = {
        items,
        expiresAt,
        complete: (error) => {
          clearTimeout(timer);
          if (error === undefined) resolve();
          else reject(error);
        },
      };
      this.#waiting.push(waiting);
      void this.#run();
    });
  }

  #expire(waiting: Waiting<T>): void {
    const stillHere = this.#waiting.includes(waiting);
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    waiting.complete(
      stillHere
        ? new ProduceRefused('Time was up before the send began')
        : new ProduceOutcomeUnknown('Time was up before Kafka acknowledged'),
    );
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        const expiresAt = Math.max(...batch.map((waiting) => waiting.expiresAt));
        await this.#sendAll(
          batch.flatMap(({ items }) => items),
          expiresAt,
        );
        for (const waiting of batch) waiting.complete();
      } catch (thrown) {
        // A refused record is no fault of the other records of the send.
        for (const waiting of batch)
          waiting.complete(thrown instanceof RecordsRefused ? thrown.among(waiting.items) : thrown);
      }
    }
    this.#running = false;
  }
}

/** The send's own error is more precise: the timeout waits a moment for it. */
const graceMs = 100;
