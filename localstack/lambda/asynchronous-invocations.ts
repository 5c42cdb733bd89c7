import { type Invocation, ThrottledError } from './invoker.ts';

export interface AsynchronousEvent {
  readonly functionName: string;
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  /** Value of `X-Amzn-Trace-Id`, the same for all attempts. */
  readonly traceId: string;
  /** JSON text. */
  readonly clientContext?: string;
}

export interface AsynchronousSettings {
  invoke(event: AsynchronousEvent): Promise<Invocation>;
  /** The event is discarded, after its last attempt or because its function cannot be invoked. */
  onDiscarded(event: AsynchronousEvent, reason: string): void;
  /** Wait before each further attempt after a function error; 1 and 2 minutes by default. */
  readonly retryDelaysMs?: readonly number[];
}

const defaultRetryDelaysMs = [60_000, 120_000];
const longestThrottleDelayMs = 300_000;

/**
 * Events accepted for later (`InvocationType: Event`). A function error is retried twice; a throttled event waits, from
 * one second up to five minutes at a time. They live in memory: unlike on AWS, they end with the platform.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export class AsynchronousInvocations {
  readonly #settings: AsynchronousSettings;
  readonly #timers = new Set<NodeJS.Timeout>();
  #closed = false;

  constructor(settings: AsynchronousSettings) {
    this.#settings = settings;
  }

  enqueue(event: AsynchronousEvent): void {
    void this.#attempt(event, 0, 0);
  }

  /** Drops the events that wait for another attempt. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  async #attempt(event: AsynchronousEvent, errors: number, throttles: number): Promise<void> {
    const { invoke, onDiscarded, retryDelaysMs = defaultRetryDelaysMs } = this.#settings;
    try {
      const { functionError, payload } = await invoke(event);
      if (functionError === undefined) return;
      const delayMs = retryDelaysMs[errors];
      if (delayMs === undefined) onDiscarded(event, `attempt ${errors + 1} failed: ${payload}`);
      else this.#later(delayMs, () => this.#attempt(event, errors + 1, 0));
    } catch (error) {
      if (!(error instanceof ThrottledError)) onDiscarded(event, String(error));
      else {
        const delayMs = Math.min(1000 * 2 ** throttles, longestThrottleDelayMs);
        this.#later(delayMs, () => this.#attempt(event, errors, throttles + 1));
      }
    }
  }

  #later(delayMs: number, attempt: () => Promise<void>): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void attempt();
    }, delayMs);
    this.#timers.add(timer);
  }
}
