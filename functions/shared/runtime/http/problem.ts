import type { FieldError, Problem } from '../../../../schemas/generated/types.ts';
import { type ProblemName, problemBase, problems } from '../../../../schemas/problems.ts';
import type { HttpResponse } from './response.ts';

export interface ProblemDetails {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly order_id?: string;
  /** For `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

/** An error response (RFC 9457). */
export const problem = (name: ProblemName, { retryAfterSeconds, ...details }: ProblemDetails = {}): HttpResponse => {
  const body: Problem = { type: `${problemBase}${name}`, ...problems[name], ...details };
  return {
    statusCode: body.status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
    body: JSON.stringify(body),
  };
};
