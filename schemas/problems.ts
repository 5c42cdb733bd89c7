/** The prefix of every problem's `type` URI. */
export const problemBase = 'https://orderstream.dev/problems/';

/**
 * Every kind of problem that a function, or API Gateway before it, answers: its name ends the stable `type` URI, by which
 * clients distinguish problems. Once published, a name keeps its meaning.
 */
export const problems = {
  'malformed-request': { status: 400, title: 'The request is malformed' },
  'invalid-signature': { status: 400, title: 'The signature is missing, not valid or too old' },
  'invalid-idempotency-key': { status: 400, title: 'The Idempotency-Key is not valid' },
  unauthenticated: { status: 401, title: 'Credentials are missing or not valid' },
  forbidden: { status: 403, title: 'These credentials may not do this' },
  'invalid-api-key': { status: 403, title: 'The x-api-key header is missing or not valid' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'request-in-flight': { status: 409, title: 'A request with this Idempotency-Key is in flight' },
  'state-conflict': { status: 409, title: 'The order is past that' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'The body is not JSON' },
  'validation-failed': { status: 422, title: 'The request is not valid' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used for another request' },
  throttled: { status: 429, title: 'Too many requests' },
  'quota-exceeded': { status: 429, title: 'The quota is used up' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'Not available at the moment' },
  'outcome-unknown': { status: 504, title: 'The outcome is unknown' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ProblemName = keyof typeof problems;
