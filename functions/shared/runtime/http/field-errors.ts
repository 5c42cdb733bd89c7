import type { FieldError } from '../../../../schemas/generated/types.ts';
import type { ValidationError } from '../../../../schemas/generated/validators.js';
import { patternExamples } from '../../../../schemas/pattern-examples.ts';
import { emailFault } from './email-fault.ts';

/** RFC 6901: `~` and `/` are escaped in a pointer. */
const token = (name: unknown): string => String(name).replaceAll('~', '~0').replaceAll('/', '~1');

/** The value at a JSON Pointer. */
const valueAt = (body: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, name) => Object(value)[name], body);

const likeExample = (example: string | undefined): string =>
  example === undefined
    ? 'has a character that is not allowed in it'
    : `is written differently, for example ${example}`;

const formatDetail = (format: unknown, value: unknown): string => {
  if (format !== 'email') return likeExample(format === 'uuid' ? 'a1b2c3d4-0000-4000-8000-000000000001' : undefined);
  return emailFault(String(value)) ?? 'is no e-mail address, for example ada@example.com';
};

const fieldError = ({ instancePath, keyword, params, message }: ValidationError, body: unknown): FieldError => {
  const at = (detail: string): FieldError => ({ pointer: instancePath, detail });
  switch (keyword) {
    case 'required':
      return { pointer: `${instancePath}/${token(params['missingProperty'])}`, detail: 'is required' };
    case 'additionalProperties':
      return { pointer: `${instancePath}/${token(params['additionalProperty'])}`, detail: 'is not known' };
    case 'pattern':
      return at(likeExample(patternExamples[String(params['pattern'])]));
    case 'format':
      return at(formatDetail(params['format'], valueAt(body, instancePath)));
    case 'enum':
      return at(`is none of ${[params['allowedValues']].flat().join(', ')}`);
    case 'not':
      return at('has the one value that it must not have');
    default:
      return at(message ?? `violates ${keyword}`);
  }
};

/**
 * Every violation of a schema for the client: the field by JSON Pointer, and its fault.
 * @param body the validated value.
 */
export const fieldErrors = (violations: readonly ValidationError[], body: unknown): readonly FieldError[] =>
  violations.map((violation) => fieldError(violation, body));
