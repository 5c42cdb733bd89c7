import { randomBytes } from 'node:crypto';
import type { OwnedProcess, ProcessExit } from '../processes/owned-process.ts';
import type { Call, Outcome } from './call.ts';
import { type Account, type FunctionDefinition, functionArn } from './function-definition.ts';
import {
  type Failure,
  outOfMemory,
  posted,
  responseTooLarge,
  runtimeExited,
  timedOut,
  timeoutText,
} from './function-error.ts';
import type { FunctionLog } from './function-log.ts';
import { latest } from './function-reference.ts';
import { endLine, type InvocationReport, initReportLine, reportLine, startLine } from './invocation-report.ts';
import type { MemoryWatch, Watched } from './memory-watch.ts';
import type { ProcessMemory } from './process-memory.ts';
import { RuntimeApi } from './runtime-api.ts';
import { startRuntimeProcess } from './runtime-process.ts';

export interface EnvironmentSettings {
  readonly definition: FunctionDefinition;
  readonly account: Account;
  /** The function's unpacked deployment package. */
  readonly taskRoot: string;
  /** Variables that this platform adds to the function's own. */
  readonly platformVariables: Readonly<Record<string, string>>;
  readonly initTimeoutMs: number;
  /** Scheduling priority of the process: 0, or more for one that gives way. */
  readonly priority: number;
  readonly log: FunctionLog;
  readonly memoryWatch: MemoryWatch;
  onReport(report: InvocationReport): void;
  /** The process is gone. */
  onEnded(environment: ExecutionEnvironment): void;
}

interface EnvironmentCall {
  readonly call: Call;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  /** Set once the runtime has the event. */
  startedAt?: number;
  timer?: NodeJS.Timeout;
  /** Set once the runtime has answered. */
  outcome?: Outcome;
}

type KillCause = 'call timed out' | 'initialisation timed out' | 'initialisation failed' | 'out of memory' | 'ended';

/**
 * One process of a function with its own Runtime API. A process that used too much memory or crashed is not used again. Processes
 * end by SIGKILL: nothing in them may count on an orderly end, as on AWS.
 *
 * It takes one call at a time, which ends when the runtime has also requested the next event; a timeout ends the process. On Managed
 * Instances it takes several; a timeout ends only the call, whose code runs on.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-execution-environment.html
 */
export class ExecutionEnvironment {
  /** Resolves once the process is gone. Never rejects. */
  readonly ended: Promise<void>;
  readonly #settings: EnvironmentSettings;
  readonly #id = randomBytes(16).toString('hex');
  readonly #createdAt = performance.now();
  #api: RuntimeApi | undefined;
  #process: OwnedProcess | undefined;
  #watched: Watched | undefined;
  /** Calls that the runtime has not requested yet. */
  readonly #queued: EnvironmentCall[] = [];
  /** By request id. */
  readonly #running = new Map<string, EnvironmentCall>();
  /** Set once the runtime has requested its first event. */
  #initMs: number | undefined;
  /** Requests of the runtime for an event, not answered yet. */
  #polls = 0;
  #isFirstCall = true;
  #initFailure: Failure | undefined;
  #killCause: KillCause | undefined;
  #isGone = false;
  #maxMemoryMb = 0;

  constructor(settings: EnvironmentSettings) {
    this.#settings = settings;
    this.ended = this.#live();
  }

  /** False once it is dead or dying. */
  get usable(): boolean {
    return !this.#isGone && this.#killCause === undefined;
  }

  get isBusy(): boolean {
    return this.#calls.length > 0 || this.#initMs === undefined;
  }

  /** Undefined before the process has started and after it has ended. */
  get pid(): number | undefined {
    return this.#isGone ? undefined : this.#process?.pid;
  }

  /** Runs one call, after initialisation if need be. Rejects only if the process could not be started. */
  run(call: Call): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#queued.push({ call, resolve, reject });
      this.#proceed();
    });
  }

  get #calls(): readonly EnvironmentCall[] {
    return [...this.#running.values(), ...this.#queued];
  }

  get #isShared(): boolean {
    return this.#settings.definition.callsPerEnvironment !== undefined;
  }

  kill(cause: KillCause = 'ended'): void {
    this.#killCause ??= cause;
    this.#process?.kill('SIGKILL');
  }

  async #live(): Promise<void> {
    try {
      this.#onExit(await this.#runProcess());
    } catch (error) {
      this.#isGone = true;
      for (const { reject } of this.#calls) reject(error);
    } finally {
      this.#api?.close();
      this.#settings.onEnded(this);
    }
  }

  async #runProcess(): Promise<ProcessExit> {
    const { initTimeoutMs, memoryWatch } = this.#settings;
    this.#api = await RuntimeApi.listen({
      onNext: () => this.#onNext(),
      onResponse: (requestId, payload) => this.#onOutcome(requestId, { kind: 'success', payload }),
      onResponseTooLarge: (requestId) => this.#onOutcome(requestId, responseTooLarge()),
      onError: (requestId, body) => this.#onOutcome(requestId, posted('failure', body)),
      onInitError: (body) => {
        this.#initFailure = posted('error', body);
        this.kill('initialisation failed');
      },
    });
    this.#log(`INIT_START Runtime Version: nodejs:${process.versions.node}`);
    const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
    const child = startRuntimeProcess({
      ...this.#settings,
      runtimeApi: this.#api.address,
      logStream: `${day}/[${latest}]${this.#id}`,
      onLine: (line) => this.#log(line),
    });
    this.#process = child;
    // Killed while the listener was starting.
    if (this.#killCause !== undefined) child.kill('SIGKILL');
    const initTimer = setTimeout(() => {
      if (this.#initMs === undefined) this.kill('initialisation timed out');
    }, initTimeoutMs);
    this.#watched = { pid: child.pid, isBusy: () => this.isBusy, onMemory: (memory) => this.#onMemory(memory) };
    memoryWatch.add(this.#watched);
    const exit = await child.exited;
    memoryWatch.remove(this.#watched);
    clearTimeout(initTimer);
    return exit;
  }

  #onNext(): void {
    this.#initMs ??= performance.now() - this.#createdAt;
    this.#polls += 1;
    this.#proceed();
  }

  /** The result and the request for the next event come on two connections, in either order. */
  #proceed(): void {
    for (const running of this.#running.values())
      if (running.outcome !== undefined && (this.#isShared || this.#polls > 0)) this.#finish(running, running.outcome);
    while (this.#polls > 0) {
      const next = this.#queued.shift();
      if (next === undefined) return;
      this.#start(next);
    }
  }

  #onOutcome(requestId: string, outcome: Outcome): 'accepted' | 'unknown request' {
    const running = this.#running.get(requestId);
    if (running === undefined || running.outcome !== undefined) return 'unknown request';
    running.outcome = outcome;
    this.#proceed();
    return 'accepted';
  }

  #start(running: EnvironmentCall): void {
    const { definition, account } = this.#settings;
    const { call } = running;
    const timeoutMs = definition.timeoutSeconds * 1000;
    this.#running.set(call.requestId, running);
    this.#polls -= 1;
    this.#logOf(call, startLine(call.requestId, latest));
    running.startedAt = performance.now();
    running.timer = setTimeout(() => this.#onTimeout(running), timeoutMs);
    this.#api?.deliver({
      ...call,
      deadline: Date.now() + timeoutMs,
      functionArn: functionArn(account, definition.name),
    });
  }

  #onTimeout(running: EnvironmentCall): void {
    const { timeoutSeconds } = this.#settings.definition;
    const { requestId } = running.call;
    if (!this.#isShared) this.kill('call timed out');
    this.#logOf(running.call, `${new Date().toISOString()} ${requestId} ${timeoutText(timeoutSeconds)}`);
    this.#finish(running, timedOut(requestId, timeoutSeconds));
  }

  #onMemory(memory: ProcessMemory): void {
    this.#maxMemoryMb = Math.max(this.#maxMemoryMb, memory.peakMb);
    if (memory.unreclaimablePeakMb > this.#settings.definition.memoryMb) this.kill('out of memory');
  }

  #onExit(exit: ProcessExit): void {
    this.#isGone = true;
    const calls = this.#calls;
    this.#queued.length = 0;
    if (this.#initMs === undefined && this.#killCause !== 'ended') {
      const failure = this.#failureOf(exit, calls[0]?.call.requestId ?? '');
      const outcome = failure.kind === 'timeout' ? 'timeout' : 'error';
      this.#log(initReportLine(performance.now() - this.#createdAt, outcome, failure.errorType));
    }
    for (const each of calls) {
      const failure = this.#failureOf(exit, each.call.requestId);
      if (each.startedAt === undefined) this.#logOf(each.call, startLine(each.call.requestId, latest));
      if (each.outcome === undefined) this.#logOf(each.call, JSON.parse(failure.payload).errorMessage);
      this.#finish(each, each.outcome ?? failure);
    }
  }

  #failureOf(exit: ProcessExit, requestId: string): Failure {
    if (this.#initFailure !== undefined) return this.#initFailure;
    if (this.#killCause === 'out of memory') return outOfMemory(requestId);
    if (this.#killCause === 'initialisation timed out')
      return timedOut(requestId, this.#settings.definition.timeoutSeconds);
    return runtimeExited(requestId, exit);
  }

  #finish(running: EnvironmentCall, outcome: Outcome): void {
    const { definition, memoryWatch, onReport } = this.#settings;
    const { requestId } = running.call;
    clearTimeout(running.timer);
    if (this.#watched !== undefined) memoryWatch.refresh(this.#watched);
    const report: InvocationReport = {
      functionName: definition.name,
      requestId,
      outcome: outcome.kind,
      ...(outcome.kind === 'success' ? {} : { errorType: outcome.errorType }),
      durationMs: performance.now() - (running.startedAt ?? this.#createdAt),
      ...(this.#isFirstCall && this.#initMs !== undefined ? { initMs: this.#initMs } : {}),
      memoryMb: definition.memoryMb,
      maxMemoryMb: this.#maxMemoryMb,
    };
    this.#logOf(running.call, endLine(requestId));
    this.#logOf(running.call, reportLine(report));
    this.#isFirstCall = false;
    this.#running.delete(requestId);
    onReport(report);
    running.resolve(outcome);
  }

  /** A line of the process: of its one call, or of none in particular. */
  #log(line: string): void {
    const [only, ...others] = this.#calls;
    if (only === undefined || others.length > 0) this.#settings.log.write(this.#id.slice(0, 8), line);
    else this.#logOf(only.call, line);
  }

  #logOf(call: Call, line: string): void {
    call.tail?.add(line);
    this.#settings.log.write(call.requestId, line);
  }
}
