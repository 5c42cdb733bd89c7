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

interface RunningCall {
  readonly call: Call;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  /** Set once the runtime has the event. */
  startedAt?: number;
  timer?: NodeJS.Timeout;
  /** Set once the runtime has answered; the call ends when it has also requested the next event. */
  outcome?: Outcome;
}

type KillCause = 'call timed out' | 'initialisation timed out' | 'initialisation failed' | 'out of memory' | 'ended';

/**
 * One process of a function with its own Runtime API. Takes one call at a time. A process that timed out, used too much memory
 * or crashed is not used again. Processes end by SIGKILL: nothing in them may count on an orderly end, as on AWS.
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
  #running: RunningCall | undefined;
  /** Set once the runtime has requested its first event. */
  #initMs: number | undefined;
  /** Whether the runtime waits for an event. */
  #isWaiting = false;
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
    return this.#running !== undefined || this.#initMs === undefined;
  }

  /** Undefined before the process has started and after it has ended. */
  get pid(): number | undefined {
    return this.#isGone ? undefined : this.#process?.pid;
  }

  /** Runs one call, after initialisation if need be. Rejects only if the process could not be started. */
  run(call: Call): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#running = { call, resolve, reject };
      this.#proceed();
    });
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
      this.#running?.reject(error);
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
    this.#isWaiting = true;
    this.#proceed();
  }

  /** The result and the request for the next event come on two connections, in either order. */
  #proceed(): void {
    const running = this.#running;
    if (running === undefined || !this.#isWaiting) return;
    if (running.startedAt === undefined) this.#start(running);
    else if (running.outcome !== undefined) this.#finish(running, running.outcome);
  }

  #onOutcome(requestId: string, outcome: Outcome): 'accepted' | 'unknown request' {
    const running = this.#running;
    if (running?.call.requestId !== requestId || running.outcome !== undefined) return 'unknown request';
    running.outcome = outcome;
    this.#proceed();
    return 'accepted';
  }

  #start(running: RunningCall): void {
    const { definition, account } = this.#settings;
    const { call } = running;
    const timeoutMs = definition.timeoutSeconds * 1000;
    this.#log(startLine(call.requestId, latest));
    this.#isWaiting = false;
    running.startedAt = performance.now();
    running.timer = setTimeout(() => this.#onTimeout(running), timeoutMs);
    this.#api?.deliver({
      ...call,
      deadline: Date.now() + timeoutMs,
      functionArn: functionArn(account, definition.name),
    });
  }

  #onTimeout(running: RunningCall): void {
    const { timeoutSeconds } = this.#settings.definition;
    const { requestId } = running.call;
    this.kill('call timed out');
    this.#log(`${new Date().toISOString()} ${requestId} ${timeoutText(timeoutSeconds)}`);
    this.#finish(running, timedOut(requestId, timeoutSeconds));
  }

  #onMemory(memory: ProcessMemory): void {
    this.#maxMemoryMb = Math.max(this.#maxMemoryMb, memory.peakMb);
    if (memory.unreclaimablePeakMb > this.#settings.definition.memoryMb) this.kill('out of memory');
  }

  #onExit(exit: ProcessExit): void {
    this.#isGone = true;
    const running = this.#running;
    const failure = this.#failureOf(exit, running?.call.requestId ?? '');
    if (this.#initMs === undefined && this.#killCause !== 'ended') {
      const outcome = failure.kind === 'timeout' ? 'timeout' : 'error';
      this.#log(initReportLine(performance.now() - this.#createdAt, outcome, failure.errorType));
    }
    if (running === undefined) return;
    if (running.startedAt === undefined) this.#log(startLine(running.call.requestId, latest));
    if (running.outcome === undefined) this.#log(JSON.parse(failure.payload).errorMessage);
    this.#finish(running, running.outcome ?? failure);
  }

  #failureOf(exit: ProcessExit, requestId: string): Failure {
    if (this.#initFailure !== undefined) return this.#initFailure;
    if (this.#killCause === 'out of memory') return outOfMemory(requestId);
    if (this.#killCause === 'initialisation timed out')
      return timedOut(requestId, this.#settings.definition.timeoutSeconds);
    return runtimeExited(requestId, exit);
  }

  #finish(running: RunningCall, outcome: Outcome): void {
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
    this.#log(endLine(requestId));
    this.#log(reportLine(report));
    this.#isFirstCall = false;
    this.#running = undefined;
    onReport(report);
    running.resolve(outcome);
  }

  #log(line: string): void {
    const running = this.#running?.call;
    running?.tail?.add(line);
    this.#settings.log.write(running?.requestId ?? this.#id.slice(0, 8), line);
  }
}
