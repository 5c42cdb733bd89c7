/** Bytes. Quotas of Lambda: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const megabyte = 1024 * 1024;

export const maximumRequestBytes = 6 * megabyte;
const maximumEventBytes = 1 * megabyte;
/** 6 MB and 100 bytes, by the service's own error message. */
export const maximumResponseBytes = 6 * megabyte + 100;

/** A payload over the quota; the function was not called. */
export class RequestTooLargeError extends Error {
  override readonly name = 'RequestTooLargeException';
}

/** @throws {RequestTooLargeError} */
export const assertRequestSize = (payload: string): void => {
  // A UTF-16 unit takes at most three bytes, so short texts need no counting.
  if (payload.length * 3 <= maximumRequestBytes || Buffer.byteLength(payload) <= maximumRequestBytes) return;
  throw new RequestTooLargeError(
    `Request must be smaller than ${maximumRequestBytes} bytes for the InvokeFunction operation`,
  );
};

/** @throws {RequestTooLargeError} */
export const assertEventSize = (payload: string): void => {
  const size = Buffer.byteLength(payload);
  if (size <= maximumEventBytes) return;
  throw new RequestTooLargeError(
    `${size} byte payload is too large for the Event invocation type (limit ${maximumEventBytes} bytes)`,
  );
};
