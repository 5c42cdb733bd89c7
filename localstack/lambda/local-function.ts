import { randomUUID } from 'node:crypto';
import type { Outcome } from './call.ts';
import { EnvironmentPool } from './environment-pool.ts';
import { type EnvironmentSettings, ExecutionEnvironment } from './execution-environment.ts';
import { functionArn } from './function-definition.ts';
import type { FunctionLog, LogTail } from './function-log.ts';
import { latest } from './function-reference.ts';
import { FunctionNotFoundError, type Invocation } from './invoker.ts';
import { newTraceId } from './trace-id.ts';

/** Optional parts of a call. */
export interface InvokeOptions {
  /** Abandons the call: the caller gets the signal's reason, the function runs on, as on AWS. */
  readonly signal?: AbortSignal;
  /** A new one by default. Attempts of one asynchronous event share theirs. */
  readonly requestId?: string;
  /** Value of `X-Amzn-Trace-Id`; a new, unsampled trace by default. */
  readonly traceId?: string;
  /** JSON text, for the handler's `context.clientContext`. */
  readonly clientContext?: string;
  /** Collects the last 4 KB of the call's log. */
  readonly tail?: LogTail;
}

export interface LocalFunctionSettings extends Omit<EnvironmentSettings, 'onEnded' | 'priority'> {
  /** Most environments of this function at a time. */
  readonly limit: number;
  readonly atLimit: 'throttle' | 'wait';
  readonly idleMs: number;
}

/** A tenth of the processor time of a process of priority 0, while one wants it: Linux never lets it starve. */
const backgroundPriority = 10;

/** One function with its execution environments, versions and aliases. */
export class LocalFunction {
  readonly #settings: LocalFunctionSettings;
  readonly #pool: EnvironmentPool<ExecutionEnvironment>;
  /** Not yet gone, those being killed included. */
  readonly #alive = new Set<ExecutionEnvironment>();
  /** The version that a qualifier stands for. All have the same code: the platform knows only the latest. */
  readonly #versions = new Map([[latest, latest]]);
  #priority = 0;

  constructor(settings: LocalFunctionSettings) {
    this.#settings = settings;
    const callers = settings.definition.callsPerEnvironment ?? 1;
    this.#pool = new EnvironmentPool({ ...settings, callers, create: () => this.#createEnvironment() });
  }

  get definition(): LocalFunctionSettings['definition'] {
    return this.#settings.definition;
  }

  get arn(): string {
    return functionArn(this.#settings.account, this.definition.name);
  }

  get log(): FunctionLog {
    return this.#settings.log;
  }

  /** Processes that run now. */
  get environments(): ReadonlySet<ExecutionEnvironment> {
    return this.#alive;
  }

  /** @returns the new version's number. */
  publishVersion(): string {
    const version = String([...this.#versions.keys()].filter((qualifier) => /^\d+$/.test(qualifier)).length + 1);
    this.#versions.set(version, version);
    return version;
  }

  /** @throws {FunctionNotFoundError} there is no such version. */
  putAlias(alias: string, version: string): void {
    this.#versions.set(alias, this.resolveVersion(version));
  }

  /** @throws {FunctionNotFoundError} the qualifier is neither a version nor an alias. */
  resolveVersion(qualifier: string): string {
    const version = this.#versions.get(qualifier);
    if (version === undefined) throw new FunctionNotFoundError(`${this.definition.name} has no version ${qualifier}`);
    return version;
  }

  /** @throws {ThrottledError} the limit is reached; the function was not called. */
  async invoke(payload: string, options: InvokeOptions): Promise<Invocation> {
    const { requestId = randomUUID(), traceId = newTraceId(), clientContext, tail } = options;
    const environment = await this.#pool.acquire();
    try {
      const outcome = await environment.run({
        requestId,
        payload,
        traceId,
        ...(clientContext === undefined ? {} : { clientContext }),
        ...(tail === undefined ? {} : { tail }),
      });
      return toInvocation(requestId, outcome);
    } finally {
      this.#pool.release(environment);
    }
  }

  /** Ends every process with SIGKILL, idle or in the middle of a call. @returns how many were in the middle of one. */
  killEnvironments(): number {
    const busy = [...this.#alive].filter((environment) => environment.isBusy).length;
    for (const environment of this.#alive) environment.kill();
    return busy;
  }

  /** Its processes, from now on, get processor time after those of other functions. */
  runInBackground(): void {
    this.#priority = backgroundPriority;
  }

  /** Ends the processes that run no call. */
  endIdle(): void {
    this.#pool.endIdle();
  }

  async close(): Promise<void> {
    this.#pool.close();
    this.killEnvironments();
    await Promise.all([...this.#alive].map((environment) => environment.ended));
    await this.log.close();
  }

  #createEnvironment(): ExecutionEnvironment {
    const environment = new ExecutionEnvironment({
      ...this.#settings,
      priority: this.#priority,
      onEnded: (ended) => {
        this.#alive.delete(ended);
        this.#pool.remove(ended);
      },
    });
    this.#alive.add(environment);
    return environment;
  }
}

// The service calls every failure "unhandled", also one that the handler threw.
const toInvocation = (requestId: string, { kind, payload }: Outcome): Invocation =>
  kind === 'success' ? { requestId, payload } : { requestId, payload, functionError: 'Unhandled' };
