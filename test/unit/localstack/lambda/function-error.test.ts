import { describe, expect, it } from 'vitest';
import {
  outOfMemory,
  posted,
  responseTooLarge,
  runtimeExited,
  timedOut,
} from '../../../../localstack/lambda/function-error.ts';

const id = '527cb862-4f5e-49a9-9ae4-a7edc90f0fda';
const error = (failure: { readonly payload: string }): unknown => JSON.parse(failure.payload);

describe('error payloads', () => {
  it('names the seconds after which a call timed out', () => {
    expect(error(timedOut(id, 3))).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${id} Error: Task timed out after 3.00 seconds`,
    });
    expect(timedOut(id, 3).kind).toBe('timeout');
  });

  it('distinguishes a kill for memory from another', () => {
    expect(error(outOfMemory(id))).toEqual({
      errorType: 'Runtime.OutOfMemory',
      errorMessage: `RequestId: ${id} Error: Runtime exited with error: signal: killed`,
    });
  });

  it.each([
    [{ code: 7, signal: null }, 'Runtime exited with error: exit status 7'],
    [{ code: 0, signal: null }, 'Runtime exited without providing a reason'],
    [{ code: null, signal: 'SIGKILL' as const }, 'Runtime exited with error: signal: killed'],
    [{ code: null, signal: 'SIGABRT' as const }, 'Runtime exited with error: signal: aborted'],
    [{ code: null, signal: 'SIGUSR2' as const }, 'Runtime exited with error: signal: SIGUSR2'],
  ])('words the exit %o as Lambda does', (exit, text) => {
    expect(error(runtimeExited(id, exit))).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${id} Error: ${text}`,
    });
  });

  it('names the limit that a response exceeded', () => {
    expect(error(responseTooLarge())).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
  });

  it('passes on what the runtime posted, and knows its type', () => {
    const body = '{"errorType":"TypeError","errorMessage":"x is not a function","trace":[]}';
    expect(posted('failure', body)).toEqual({ kind: 'failure', errorType: 'TypeError', payload: body });
    expect(posted('failure', 'no JSON').errorType).toBe('Error');
    expect(posted('failure', '{}').errorType).toBe('Error');
  });
});
