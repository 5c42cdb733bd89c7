/**
 * The only retryable class of errors: throttling, a dead connection, no leader, a lost race. Adapters translate their
 * driver's errors to it. Any other error is a defect, which no retry fixes.
 */
export class TransientError extends Error {
  override readonly name: string = 'TransientError';
}
