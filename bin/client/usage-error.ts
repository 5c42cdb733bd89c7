/** A fault that the caller of a command can mend: printed in one line, without a stack, with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
