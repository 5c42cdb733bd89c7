/** A template that cannot be read or deployed. The message names the stack, the logical id or the expression at fault. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
