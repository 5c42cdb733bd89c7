/**
 * The one class of faults that are worth another try: throttling, a dead connection, no leader, a lost race. Adapters
 * translate their driver's errors to it. Anything else that is thrown is a defect: no retry makes it better.
 */
export class TransientError extends Error {
  override readonly name: string = 'TransientError';
}
