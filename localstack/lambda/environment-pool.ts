import { ThrottledError } from './invoker.ts';

/** An environment of a pool. */
export interface Poolable {
  /** False once it is dead or dying. */
  readonly usable: boolean;
  kill(): void;
}

export interface PoolSettings<E extends Poolable> {
  /** Most environments at a time. */
  readonly limit: number;
  /** Callers that one environment serves at a time; 1 by default. */
  readonly callers?: number;
  /** At the limit: refuse, as Lambda does, or let the caller wait for its turn. */
  readonly atLimit: 'throttle' | 'wait';
  /** An environment unused for this long is ended. */
  readonly idleMs: number;
  create(): E;
}

interface Waiting<E> {
  readonly resolve: (environment: E) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The execution environments of one function. One with callers and room for more is taken first, then the most recently used one,
 * so that the extra ones of a burst become idle and are ended.
 */
export class EnvironmentPool<E extends Poolable> {
  readonly #settings: PoolSettings<E>;
  /** Each with its callers. */
  readonly #all = new Map<E, number>();
  /** The most recently used last, each with the timer that ends it. */
  readonly #idle = new Map<E, NodeJS.Timeout>();
  readonly #waiting: Waiting<E>[] = [];
  #closed = false;

  constructor(settings: PoolSettings<E>) {
    this.#settings = settings;
  }

  /** All living environments, idle ones included. */
  get environments(): ReadonlySet<E> {
    return new Set(this.#all.keys());
  }

  /**
   * An environment with room for the caller, who keeps its place until it releases it.
   *
   * @throws {ThrottledError} at the limit, unless callers wait there.
   */
  async acquire(): Promise<E> {
    this.#assertOpen();
    const found = this.#takeBusy() ?? this.#takeIdle();
    if (found !== undefined) return this.#enter(found);
    if (this.#all.size < this.#settings.limit) return this.#enter(this.#create());
    if (this.#settings.atLimit === 'throttle') throw new ThrottledError('Rate Exceeded.');
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  release(environment: E): void {
    const callers = (this.#all.get(environment) ?? 0) - 1;
    if (this.#all.has(environment)) this.#all.set(environment, callers);
    if (!environment.usable) this.remove(environment);
    else if (!this.#serveWaiting(environment) && callers === 0) this.#keep(environment);
  }

  /** To be called when an environment has died; a waiting caller gets a new one. */
  remove(environment: E): void {
    if (!this.#all.delete(environment)) return;
    this.#forgetIdle(environment);
    if (this.#waiting.length === 0 || this.#all.size >= this.#settings.limit) return;
    const created = this.#create();
    for (let room = this.#room; room > 0 && this.#serveWaiting(created); room -= 1);
  }

  /** Ends the environments that no caller uses now. */
  endIdle(): void {
    for (const environment of [...this.#idle.keys()]) {
      this.remove(environment);
      environment.kill();
    }
  }

  /** Ends all environments and refuses callers, also those that wait. */
  close(): void {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(closedError());
    for (const environment of [...this.#all.keys()]) {
      this.#forgetIdle(environment);
      environment.kill();
    }
  }

  #create(): E {
    const environment = this.#settings.create();
    this.#all.set(environment, 0);
    return environment;
  }

  get #room(): number {
    return this.#settings.callers ?? 1;
  }

  #enter(environment: E): E {
    this.#all.set(environment, (this.#all.get(environment) ?? 0) + 1);
    return environment;
  }

  #takeBusy(): E | undefined {
    for (const [environment, callers] of this.#all)
      if (environment.usable && callers > 0 && callers < this.#room) return environment;
    return undefined;
  }

  #takeIdle(): E | undefined {
    for (const environment of [...this.#idle.keys()].reverse()) {
      this.#forgetIdle(environment);
      if (environment.usable) return environment;
      this.#all.delete(environment);
    }
    return undefined;
  }

  #keep(environment: E): void {
    const end = (): void => {
      this.remove(environment);
      environment.kill();
    };
    this.#idle.set(environment, setTimeout(end, this.#settings.idleMs).unref());
  }

  #forgetIdle(environment: E): void {
    clearTimeout(this.#idle.get(environment));
    this.#idle.delete(environment);
  }

  #serveWaiting(environment: E): boolean {
    const next = this.#waiting.shift();
    next?.resolve(this.#enter(environment));
    return next !== undefined;
  }

  #assertOpen(): void {
    if (this.#closed) throw closedError();
  }
}

const closedError = (): Error => new Error('the Lambda service is shutting down');
