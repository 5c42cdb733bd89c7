import { expect, it } from 'vitest';
import { InvalidRequestContentError, toApiError } from '../../../../localstack/lambda/api-error.ts';
import { FunctionNotFoundError, ThrottledError } from '../../../../localstack/lambda/invoker.ts';
import { RequestTooLargeError } from '../../../../localstack/lambda/payload-limits.ts';

it.each([
  [new FunctionNotFoundError('Function not found: x'), 404, 'ResourceNotFoundException'],
  [new ThrottledError('Rate Exceeded.'), 429, 'TooManyRequestsException'],
  [new RequestTooLargeError('too large'), 413, 'RequestTooLargeException'],
  [new InvalidRequestContentError('no JSON'), 400, 'InvalidRequestContentException'],
  [new Error('spawn failed'), 500, 'ServiceException'],
])('%o is answered with %i %s', (error, status, name) => {
  expect(toApiError(error)).toMatchObject({ status, name });
  expect(Object.values(toApiError(error).body)).toContain(error.message);
});
