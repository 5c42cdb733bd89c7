import { type Invocation, type Invoker, ThrottledError } from '../lambda/invoker.ts';
import type { Timers } from './timers.ts';

/** Lambda's asynchronous invocation: the delays before its two retries after a function error. */
const errorDelaysMs = [60_000, 120_000];
/** Throttled events are retried with growing pauses, as long as they are not too old. */
const maxThrottleDelayMs = 300_000;
const maxEventAgeMs = 6 * 3_600_000;

export interface AsyncInvocationParts {
  readonly invoker: Invoker;
  readonly timers: Timers;
  /** Called with each failed attempt. */
  readonly onFailure: (functionArn: string, problem: unknown) => void;
}

/**
 * Invokes functions as EventBridge does: a function error is retried after one and two minutes, a throttle for
 * up to six hours; then the event is dropped. Nothing is thrown.
 */
export class AsyncInvocations {
  readonly #parts: AsyncInvocationParts;
  readonly #pending = new Set<() => void>();

  constructor(parts: AsyncInvocationParts) {
    this.#parts = parts;
  }

  invoke(functionArn: string, event: string): void {
    void this.#try({ functionArn, event, acceptedAt: this.#parts.timers.now(), errors: 0, throttles: 0 });
  }

  /** Drops the events that wait for another retry. */
  stop(): void {
    for (const cancel of this.#pending) cancel();
    this.#pending.clear();
  }

  async #try(attempt: Attempt): Promise<void> {
    const { invoker, onFailure } = this.#parts;
    try {
      const problem = failure(await invoker.invoke(attempt.functionArn, attempt.event));
      if (problem === undefined) return;
      onFailure(attempt.functionArn, problem);
      this.#retry({ ...attempt, errors: attempt.errors + 1 }, errorDelaysMs[attempt.errors]);
    } catch (error) {
      onFailure(attempt.functionArn, error);
      if (!(error instanceof ThrottledError)) return; // No such function: a retry cannot help.
      const delay = Math.min(1000 * 2 ** attempt.throttles, maxThrottleDelayMs);
      this.#retry({ ...attempt, throttles: attempt.throttles + 1 }, delay);
    }
  }

  #retry(attempt: Attempt, delayMs: number | undefined): void {
    const { timers } = this.#parts;
    if (delayMs === undefined || timers.now() + delayMs - attempt.acceptedAt > maxEventAgeMs) return;
    const cancel = timers.at(timers.now() + delayMs, () => {
      this.#pending.delete(cancel);
      void this.#try(attempt);
    });
    this.#pending.add(cancel);
  }
}

interface Attempt {
  readonly functionArn: string;
  readonly event: string;
  readonly acceptedAt: number;
  readonly errors: number;
  readonly throttles: number;
}

function failure({ functionError, payload }: Invocation): Error | undefined {
  return functionError === undefined ? undefined : new Error(`the function failed: ${payload}`);
}
