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
 * The execution environments of one function. The most recently used one is taken first, so that the extra ones of a burst
 * become idle and are ended.
 */
export class EnvironmentPool<E extends Poolable> {
  readonly #settings: PoolSettings<E>;
  readonly #all = new Set<E>();
  /** The most recently used last, each with the timer that ends it. */
  readonly #idle = new Map<E, NodeJS.Timeout>();
  readonly #waiting: Waiting<E>[] = [];
  #closed = false;

  constructor(settings: PoolSettings<E>) {
    this.#settings = settings;
  }

  /** All living environments, idle ones included. */
  get environments(): ReadonlySet<E> {
    return this.#all;
  }

  /**
   * An environment that is the caller's alone until it releases it.
   *
   * @throws {ThrottledError} at the limit, unless callers wait there.
   */
  async acquire(): Promise<E> {
    this.#assertOpen();
    const warm = this.#takeIdle();
    if (warm !== undefined) return warm;
    if (this.#all.size < this.#settings.limit) return this.#create();
    if (this.#settings.atLimit === 'throttle') throw new ThrottledError('Rate Exceeded.');
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  release(environment: E): void {
    if (!environment.usable) this.remove(environment);
    else if (!this.#serveWaiting(environment)) this.#keep(environment);
  }

  /** To be called when an environment has died; a waiting caller gets a new one. */
  remove(environment: E): void {
    if (!this.#all.delete(environment)) return;
    this.#forgetIdle(environment);
    if (this.#waiting.length > 0 && this.#all.size < this.#settings.limit) this.#serveWaiting(this.#create());
  }

  /** Ends all environments and refuses callers, also those that wait. */
  close(): void {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(closedError());
    for (const environment of [...this.#all]) {
      this.#forgetIdle(environment);
      environment.kill();
    }
  }

  #create(): E {
    const environment = this.#settings.create();
    this.#all.add(environment);
    return environment;
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
    next?.resolve(environment);
    return next !== undefined;
  }

  #assertOpen(): void {
    if (this.#closed) throw closedError();
  }
}

const closedError = (): Error => new Error('the Lambda service is shutting down');
