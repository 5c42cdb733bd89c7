import type { ProcessExit } from '../processes/owned-process.ts';
import { maximumResponseBytes } from './payload-limits.ts';

/** Lambda's answer for a failed function, in the service's own wording. */
interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** How an invocation ended, as REPORT lines name it: the function threw, the runtime died, or the time was up. */
export type FailureKind = 'failure' | 'error' | 'timeout';

export interface Failure {
  readonly kind: FailureKind;
  readonly errorType: string;
  /** JSON text of the error object. */
  readonly payload: string;
}

const failure = (kind: FailureKind, error: FunctionError): Failure => ({
  kind,
  errorType: error.errorType,
  payload: JSON.stringify(error),
});

/** The text after the request id, in the log and in the payload. */
export const timeoutText = (timeoutSeconds: number): string =>
  `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;

export const timedOut = (requestId: string, timeoutSeconds: number): Failure =>
  failure('timeout', {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: ${timeoutText(timeoutSeconds)}`,
  });

export const outOfMemory = (requestId: string): Failure =>
  failure('error', {
    errorType: 'Runtime.OutOfMemory',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
  });

export const runtimeExited = (requestId: string, exit: ProcessExit): Failure =>
  failure('error', {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: ${exitText(exit)}`,
  });

export const responseTooLarge = (): Failure =>
  failure('failure', {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${maximumResponseBytes} bytes).`,
  });

/** The runtime client's report of an error that the handler, or the module's top level, threw. `body` is passed on untouched. */
export const posted = (kind: 'failure' | 'error', body: string): Failure => ({
  kind,
  errorType: errorTypeOf(body),
  payload: body,
});

const errorTypeOf = (body: string): string => {
  try {
    const { errorType } = JSON.parse(body);
    return typeof errorType === 'string' ? errorType : 'Error';
  } catch {
    return 'Error';
  }
};

const exitText = ({ code, signal }: ProcessExit): string => {
  if (signal !== null) return `Runtime exited with error: signal: ${signalNames[signal] ?? signal}`;
  return code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
};

/** As Go prints them, the language of Lambda's supervisor. */
const signalNames: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
};
