/** The HTTP API did not answer: its platform is gone, or too busy. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  /** Nothing listens there: a retry is of no use. */
  readonly gone: boolean;

  constructor(url: URL, reason: unknown) {
    const { message, cause } = reason as Error & { readonly cause?: NodeJS.ErrnoException };
    super(`no answer from ${url.origin}: ${cause?.message ?? message}`, { cause: reason });
    this.gone = cause?.code === 'ECONNREFUSED';
  }
}

/** `fetch`, whose own error names no cause. @throws {NoAnswer} */
export const fetchAnswer = (url: URL, init: RequestInit): Promise<Response> =>
  fetch(url, init).catch((reason: unknown) => {
    throw new NoAnswer(url, reason);
  });
