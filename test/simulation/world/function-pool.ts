import type { Deadline } from '../../../functions/shared/runtime/idioms/idiom.ts';
import type { Random } from '../kernel/random.ts';
import type { Scheduler } from '../kernel/scheduler.ts';
import type { SimulatedProcess } from '../kernel/simulated-process.ts';
import type { Composed, ComposedFunction } from './composition.ts';
import { timeoutMsOf } from './settings.ts';

/** An execution environment: a process, and the function as it was put together there. */
export interface ExecutionEnvironment {
  readonly process: SimulatedProcess;
  readonly composed: Composed;
}

export interface Callbacks<T> {
  readonly answered: (value: T) => void;
  /** It died, ran out of time, or threw. */
  readonly failed: (why: unknown) => void;
  readonly troubled?: () => void;
}

/** Execution environments of all functions: idle ones are used again, as Lambda does. */
export class FunctionPool {
  readonly #idle = new Map<ComposedFunction, ExecutionEnvironment[]>();
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  readonly #create: (name: ComposedFunction) => ExecutionEnvironment;
  /** Invocations that have no end yet. */
  open = 0;

  constructor(scheduler: Scheduler, random: Random, create: (name: ComposedFunction) => ExecutionEnvironment) {
    this.#scheduler = scheduler;
    this.#random = random;
    this.#create = create;
  }

  invoke<T>(
    name: ComposedFunction,
    work: (composed: Composed, deadline: Deadline) => Promise<T>,
    callbacks: Callbacks<T>,
  ): void {
    const environment = this.#take(name);
    const { process, composed } = environment;
    const timeoutMs = timeoutMsOf(name);
    const endsAt = this.#scheduler.now + timeoutMs;
    process.deadline = endsAt;
    this.open += 1;
    let ended = false;
    const end = (log: () => void): void => {
      if (ended) return;
      ended = true;
      this.open -= 1;
      process.deadline = Number.POSITIVE_INFINITY;
      process.onTrouble = undefined;
      if (process.alive) this.#idle.get(name)?.push(environment);
      log();
    };
    process.onTrouble = (trouble) => {
      if (trouble === 'froze') callbacks.troubled?.();
      // Lambda takes a moment to see that a process is gone.
      else this.#scheduler.after(this.#random.int(1, 200), () => end(() => callbacks.failed('its process died')));
    };
    this.#scheduler.after(timeoutMs, () => {
      if (!ended) process.die('its time is over');
    });
    process.run(() => {
      work(composed, { remainingMs: () => endsAt - this.#scheduler.now }).then(
        (value) => end(() => callbacks.answered(value)),
        (thrown) => end(() => callbacks.failed(thrown)),
      );
    });
  }

  /** A deployment: invocations from now on have new environments. */
  retire(name: ComposedFunction): void {
    this.#idle.delete(name);
  }

  #take(name: ComposedFunction): ExecutionEnvironment {
    // Requests that an invocation left behind may have been the end of their process.
    const idle = (this.#idle.get(name) ?? []).filter(({ process }) => process.alive);
    this.#idle.set(name, idle);
    // A busy platform starts others now and then.
    const [taken] = this.#random.chance(0.05) ? [] : idle.splice(this.#random.int(0, idle.length - 1), 1);
    return taken ?? this.#create(name);
  }
}
