import { ProduceOutcomeUnknown, ProduceRefused, RecordsRefused } from './produce-failure.ts';

interface Waiting<T> {
  readonly items: readonly T[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly settle: (error?: unknown) => void;
}

/**
 * One send in flight; what is asked for meanwhile waits and goes as one. A caller whose time is up gets its answer at once:
 * refused while it waits, of unknown outcome once its send is out.
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
        settle: (error) => {
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
    waiting.settle(
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
        for (const waiting of batch) waiting.settle();
      } catch (thrown) {
        // A record that is refused is no fault of the others that went with it.
        for (const waiting of batch)
          waiting.settle(thrown instanceof RecordsRefused ? thrown.among(waiting.items) : thrown);
      }
    }
    this.#running = false;
  }
}

/** The send itself knows better what became of it: it is given a moment to say so. */
const graceMs = 100;
