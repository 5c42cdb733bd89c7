/** The outcome of a synchronous invocation that reached the function, as the Invoke API reports it. */
export interface Invocation {
  readonly requestId: string;
  /** The response, or the error object `{errorType, errorMessage, trace?}` when `functionError` is set: JSON text. */
  readonly payload: string;
  /** Set when the function threw, timed out, ran out of memory or crashed. */
  readonly functionError?: 'Handled' | 'Unhandled';
}

/** Synchronous calls of local functions, by name or ARN. */
export interface Invoker {
  /**
   * @param payload JSON text of the event.
   * @throws {ThrottledError} no execution environment is free and the concurrency limit is reached; the function was not called.
   * @throws {FunctionNotFoundError}
   */
  invoke(functionNameOrArn: string, payload: string, options?: { readonly signal?: AbortSignal }): Promise<Invocation>;
}

export class ThrottledError extends Error {
  override readonly name = 'TooManyRequestsException';
}

export class FunctionNotFoundError extends Error {
  override readonly name = 'ResourceNotFoundException';
}
