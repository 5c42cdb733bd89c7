import type { FailureKind } from './function-error.ts';

/** Duration and memory of one invocation. Times in milliseconds, memory in MB. */
export interface InvocationReport {
  readonly functionName: string;
  readonly requestId: string;
  readonly outcome: 'success' | FailureKind;
  readonly errorType?: string;
  /** From handing over the event to the runtime's request for the next one; without initialisation. */
  readonly durationMs: number;
  /** Starting the process and loading the code. Only of the first invocation of an environment (a cold start). */
  readonly initMs?: number;
  readonly memoryMb: number;
  /** Highest so far in this environment. */
  readonly maxMemoryMb: number;
}

export const startLine = (requestId: string, version: string): string =>
  `START RequestId: ${requestId} Version: ${version}`;

export const endLine = (requestId: string): string => `END RequestId: ${requestId}`;

/**
 * The REPORT line of Lambda's text logs.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-invoke-with-errors
 */
export const reportLine = (report: InvocationReport): string => {
  const { durationMs, initMs, outcome } = report;
  const fields = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    // Initialisation has been billed like the rest since August 2025.
    `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
    `Memory Size: ${report.memoryMb} MB`,
    `Max Memory Used: ${Math.min(Math.ceil(report.maxMemoryMb), report.memoryMb)} MB`,
  ];
  if (initMs !== undefined) fields.push(`Init Duration: ${initMs.toFixed(2)} ms`);
  // A function that merely threw is not marked: to the service, its runtime worked.
  if (outcome === 'error' || outcome === 'timeout') fields.push(`Status: ${outcome}`);
  if (outcome === 'error') fields.push(`Error Type: ${report.errorType}`);
  return fields.join('\t');
};

/** Written when initialisation failed. */
export const initReportLine = (initMs: number, outcome: 'error' | 'timeout', errorType: string): string => {
  const fields = [`INIT_REPORT Init Duration: ${initMs.toFixed(2)} ms`, 'Phase: init', `Status: ${outcome}`];
  if (outcome === 'error') fields.push(`Error Type: ${errorType}`);
  return fields.join('\t');
};
