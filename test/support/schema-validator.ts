import { Ajv } from 'ajv';
import type { JsonSchema } from '../../schemas/json-schema.ts';

const formats = { uuid: true, email: true, 'date-time': true } as const;

/** Validates values by a self-contained schema; returns ajv's violations. */
export const schemaValidator = (schema: JsonSchema): ((value: unknown) => readonly string[]) => {
  const ajv = new Ajv({ allErrors: true, formats });
  const validate = ajv.compile({ ...schema });
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map((error) => ajv.errorsText([error])));
};
