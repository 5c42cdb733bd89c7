import { describe, expect, it } from 'vitest';
import {
  endLine,
  type InvocationReport,
  initReportLine,
  reportLine,
  startLine,
} from '../../../../localstack/lambda/invocation-report.ts';

const warm: InvocationReport = {
  functionName: 'order-intake',
  requestId: '5b866fb1-7154-4af6-8078-6ef6ca4c2ddd',
  outcome: 'success',
  durationMs: 3.206,
  memoryMb: 512,
  maxMemoryMb: 80.2,
};

describe('the lines of an invocation', () => {
  it('names request and version at the start and the request at the end', () => {
    expect(startLine(warm.requestId, '$LATEST')).toBe(`START RequestId: ${warm.requestId} Version: $LATEST`);
    expect(endLine(warm.requestId)).toBe(`END RequestId: ${warm.requestId}`);
  });

  it('reports a warm call: billed milliseconds and memory are rounded up', () => {
    expect(reportLine(warm)).toBe(
      'REPORT RequestId: 5b866fb1-7154-4af6-8078-6ef6ca4c2ddd\tDuration: 3.21 ms\tBilled Duration: 4 ms\tMemory Size: 512 MB\tMax Memory Used: 81 MB',
    );
  });

  it('reports and bills the initialisation of a cold call', () => {
    expect(reportLine({ ...warm, initMs: 111.234 })).toContain(
      '\tBilled Duration: 115 ms\tMemory Size: 512 MB\tMax Memory Used: 81 MB\tInit Duration: 111.23 ms',
    );
  });

  it('never reports more memory than the function has', () => {
    expect(reportLine({ ...warm, maxMemoryMb: 530 })).toContain('Max Memory Used: 512 MB');
  });

  // lambda-runtime-environment.html#runtimes-lifecycle-invoke-with-errors: the new style of REPORT.
  it('marks a timeout and a crash, the crash with its type', () => {
    expect(reportLine({ ...warm, outcome: 'timeout', errorType: 'Sandbox.Timedout' })).toMatch(/\tStatus: timeout$/);
    expect(reportLine({ ...warm, outcome: 'error', errorType: 'Runtime.ExitError' })).toMatch(
      /\tStatus: error\tError Type: Runtime\.ExitError$/,
    );
  });

  it('does not mark a call whose handler threw', () => {
    expect(reportLine({ ...warm, outcome: 'failure', errorType: 'TypeError' })).not.toContain('Status');
  });

  it('reports a failed initialisation', () => {
    expect(initReportLine(1236.04, 'error', 'Runtime.ExitError')).toBe(
      'INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError',
    );
    expect(initReportLine(1236.04, 'timeout', 'Sandbox.Timedout')).toBe(
      'INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: timeout',
    );
  });
});
