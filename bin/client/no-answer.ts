/** Nothing came back from the HTTP API: its platform is gone, or too busy. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  /** Nothing listens there: to ask again is of no use. */
  readonly gone: boolean;

  constructor(url: URL, reason: unknown) {
    const { message, cause } = reason as Error & { readonly cause?: NodeJS.ErrnoException };
    super(`no answer from ${url.origin}: ${cause?.message ?? message}`, { cause: reason });
    this.gone = cause?.code === 'ECONNREFUSED';
  }
}

/** `fetch`, whose own error says no more than that it failed. @throws {NoAnswer} */
export const fetchAnswer = (url: URL, init: RequestInit): Promise<Response> =>
  fetch(url, init).catch((reason: unknown) => {
    throw new NoAnswer(url, reason);
  });
