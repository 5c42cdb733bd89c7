import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, type FunctionDefinition, functionArn } from './function-definition.ts';
import { FunctionLog } from './function-log.ts';
import { latest, parseFunctionReference } from './function-reference.ts';
import type { InvocationReport } from './invocation-report.ts';
import { FunctionNotFoundError, type Invocation, type Invoker } from './invoker.ts';
import { type InvokeOptions, LocalFunction } from './local-function.ts';
import { MemoryWatch } from './memory-watch.ts';
import { assertRequestSize } from './payload-limits.ts';
import { readProcessMemory } from './process-memory.ts';

export interface LocalLambdaSettings {
  readonly account: Account;
  /** Each function logs to `<logDir>/<function>.log`. Created if missing. */
  readonly logDir: string;
  /** Deployment packages are unpacked here. Created if missing, its functions replaced. */
  readonly taskDir: string;
  /** Added to every function's environment: endpoints of the platform. Read when a process starts. */
  readonly environment: Readonly<Record<string, string>>;
  /** Most environments of a function without reserved concurrency; 10 by default. */
  readonly unreservedConcurrency?: number;
  /** Behaviour of such a function at that limit; `throttle` by default. With reserved concurrency it is always that. */
  readonly atUnreservedLimit?: 'throttle' | 'wait';
  /** An environment unused for this long is ended; 5 minutes by default. */
  readonly idleMs?: number;
  /** By default, 10 s and the function's timeout: Lambda ends a slow init after 10 s and retries it within the first call. */
  readonly initTimeoutMs?: number;
  readonly onReport?: (report: InvocationReport) => void;
  /** Receives every line of every function's log. */
  readonly onLog?: (functionName: string, line: string) => void;
}

/** One execution environment, for statistics. */
export interface EnvironmentStatistics {
  readonly functionName: string;
  readonly pid: number;
  readonly busy: boolean;
  /** Includes some 40 MB of the Node binary, which all processes share. */
  readonly residentMb: number;
}

const lambdaInitTimeoutMs = 10_000;

/** AWS Lambda on one machine: runs deployment packages in processes of their own. */
export class LocalLambda implements Invoker {
  readonly #settings: LocalLambdaSettings;
  readonly #functions = new Map<string, LocalFunction>();
  readonly #memoryWatch = new MemoryWatch();

  constructor(settings: LocalLambdaSettings) {
    this.#settings = settings;
  }

  /** Deploys a function; its code is copied. @returns its ARN. */
  async createFunction(definition: FunctionDefinition): Promise<string> {
    const { account, logDir, environment, atUnreservedLimit = 'throttle' } = this.#settings;
    const { unreservedConcurrency = 10, idleMs = 300_000 } = this.#settings;
    const { name, reservedConcurrency, timeoutSeconds } = definition;
    if (this.#functions.has(name)) throw new Error(`Function already exists: ${name}`);
    await mkdir(logDir, { recursive: true });
    const created = new LocalFunction({
      definition,
      account,
      taskRoot: await this.#unpack(definition),
      platformVariables: environment,
      limit: reservedConcurrency ?? unreservedConcurrency,
      atLimit: reservedConcurrency === undefined ? atUnreservedLimit : 'throttle',
      idleMs,
      initTimeoutMs: this.#settings.initTimeoutMs ?? lambdaInitTimeoutMs + timeoutSeconds * 1000,
      log: new FunctionLog(join(logDir, `${name}.log`), (line) => this.#settings.onLog?.(name, line)),
      memoryWatch: this.#memoryWatch,
      onReport: (report) => this.#settings.onReport?.(report),
    });
    this.#functions.set(name, created);
    return created.arn;
  }

  capacityProviderArn(name: string): string {
    const { region, id } = this.#settings.account;
    return `arn:aws:lambda:${region}:${id}:capacity-provider:${name}`;
  }

  /** @throws {RequestTooLargeError} the payload has more than 6 MB. See {@link Invoker.invoke} for the rest. */
  async invoke(functionNameOrArn: string, payload: string, options: InvokeOptions = {}): Promise<Invocation> {
    const { name, qualifier } = parseFunctionReference(functionNameOrArn);
    const target = this.getFunction(name);
    target.resolveVersion(qualifier);
    assertRequestSize(payload);
    const { signal } = options;
    signal?.throwIfAborted();
    const invocation = target.invoke(payload, options);
    return signal === undefined ? invocation : orAborted(invocation, signal);
  }

  /** @throws {FunctionNotFoundError} */
  getFunction(name: string): LocalFunction {
    const found = this.#functions.get(name);
    if (found !== undefined) return found;
    throw new FunctionNotFoundError(`Function not found: ${functionArn(this.#settings.account, name)}:${latest}`);
  }

  /** Its processes give way to those of other functions from now on. @throws {FunctionNotFoundError} */
  runInBackground(functionNameOrArn: string): void {
    this.getFunction(parseFunctionReference(functionNameOrArn).name).runInBackground();
  }

  /** Every function, as it was deployed. */
  definitions(): readonly FunctionDefinition[] {
    return [...this.#functions.values()].map(({ definition }) => definition);
  }

  /**
   * Ends all processes of a function with SIGKILL, for fault injection. Calls in progress fail with `Runtime.ExitError`.
   *
   * @returns the number of calls in progress.
   */
  killEnvironments(functionName: string): number {
    return this.getFunction(functionName).killEnvironments();
  }

  /** Ends the processes that run no call. The next call of their functions starts one. */
  endIdle(): void {
    for (const each of this.#functions.values()) each.endIdle();
  }

  /** All processes of all functions, with their memory now. */
  async statistics(): Promise<readonly EnvironmentStatistics[]> {
    const running = [...this.#functions.values()].flatMap(({ definition, environments }) =>
      [...environments].flatMap(({ pid, isBusy }) =>
        pid === undefined ? [] : [{ functionName: definition.name, pid, busy: isBusy }],
      ),
    );
    const memory = await readProcessMemory(running.map(({ pid }) => pid));
    return running.map((environment) => ({
      ...environment,
      residentMb: memory.get(environment.pid)?.residentMb ?? 0,
    }));
  }

  /** Ends all processes and refuses further calls. */
  async close(): Promise<void> {
    await Promise.all([...this.#functions.values()].map((each) => each.close()));
  }

  async #unpack({ name, codeFolder }: FunctionDefinition): Promise<string> {
    const { taskDir } = this.#settings;
    const taskRoot = join(taskDir, name);
    await rm(taskRoot, { recursive: true, force: true });
    await mkdir(taskDir, { recursive: true });
    await cp(codeFolder, taskRoot, { recursive: true });
    // On AWS, no package.json above /var/task sets the module type of `.js`. Here one might, further up ("type": "module"):
    // an empty one ends Node's search.
    await writeFile(join(taskDir, 'package.json'), '{}\n');
    return taskRoot;
  }
}

const orAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
};
