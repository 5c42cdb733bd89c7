import { FunctionNotFoundError, ThrottledError } from './invoker.ts';
import { RequestTooLargeError } from './payload-limits.ts';

/** An error response of the Lambda API, in the form that AWS SDKs read: the name in a header, the text in the body. */
export interface ApiErrorResponse {
  readonly status: number;
  /** Value of `x-amzn-errortype`. */
  readonly name: string;
  readonly body: Readonly<Record<string, string>>;
}

/** The payload is not JSON. */
export class InvalidRequestContentError extends Error {
  override readonly name = 'InvalidRequestContentException';
}

/** A header or parameter has a value that the API does not know. */
export class InvalidParameterValueError extends Error {
  override readonly name = 'InvalidParameterValueException';
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
export const toApiError = (error: unknown): ApiErrorResponse => {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ThrottledError) {
    const body = { Reason: 'ConcurrentInvocationLimitExceeded', Type: 'User', message };
    return { status: 429, name: error.name, body };
  }
  const status = statusOf(error);
  if (status === 500) return { status, name: 'ServiceException', body: { Type: 'Service', Message: message } };
  return { status, name: (error as Error).name, body: { Type: 'User', message } };
};

const statusOf = (error: unknown): number => {
  if (error instanceof FunctionNotFoundError) return 404;
  if (error instanceof RequestTooLargeError) return 413;
  if (error instanceof InvalidRequestContentError || error instanceof InvalidParameterValueError) return 400;
  return 500;
};
