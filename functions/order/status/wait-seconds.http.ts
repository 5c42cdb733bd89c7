import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { problem } from '../../shared/runtime/http/problem.ts';
import type { HttpRequest } from '../../shared/runtime/http/request.ts';
import type { HttpResponse } from '../../shared/runtime/http/response.ts';

/** API Gateway waits 29 s for a function. */
export const longestWaitSeconds = 20;

/** The parameter `wait`, or its violation. @param usual the default. */
export const secondsOfWait = (request: HttpRequest, usual: number): Result<number, HttpResponse> => {
  const wait = request.query('wait') ?? String(usual);
  if (/^\d{1,2}$/.test(wait) && Number(wait) <= longestWaitSeconds) return ok(Number(wait));
  return err(problem('malformed-request', { detail: `wait is whole seconds, 0 to ${longestWaitSeconds}` }));
};
