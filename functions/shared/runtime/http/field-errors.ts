import type { FieldError } from '../../../../schemas/generated/types.ts';
import type { ValidationError } from '../../../../schemas/generated/validators.js';

/** RFC 6901: `~` and `/` are escaped in a pointer. */
const token = (name: unknown): string => String(name).replaceAll('~', '~0').replaceAll('/', '~1');

const fieldError = ({ instancePath, keyword, params, message }: ValidationError): FieldError => {
  switch (keyword) {
    case 'required':
      return { pointer: `${instancePath}/${token(params['missingProperty'])}`, detail: 'is required' };
    case 'additionalProperties':
      return { pointer: `${instancePath}/${token(params['additionalProperty'])}`, detail: 'is not known' };
    default:
      return { pointer: instancePath, detail: message ?? `violates ${keyword}` };
  }
};

/** Every violation of a schema as a client reads it: the field at fault by JSON Pointer, and what is wrong with it. */
export const fieldErrors = (violations: readonly ValidationError[]): readonly FieldError[] =>
  violations.map(fieldError);
