import { Ajv } from 'ajv';
import type { JsonSchema } from '../json-schema.ts';

const allTypes = ['string', 'integer', 'number', 'boolean', 'null', 'array', 'object'] as const;

/** The types that values of the schema may have. */
export const typesOf = ({ type }: JsonSchema): readonly string[] => {
  if (type === undefined) return allTypes;
  return Array.isArray(type) ? type.map(String) : [String(type)];
};

/** Whether a value of the schema may be of the type; an integer is a number. */
export const mayBe = (schema: JsonSchema, type: string): boolean => {
  const types = typesOf(schema);
  return types.includes(type) || (type === 'integer' && types.includes('number'));
};

const ajv = new Ajv({ strict: false, validateFormats: false, addUsedSchema: false });

/** Whether the schema accepts the value. Formats are not evaluated: a schema with one accepts nothing. */
export const takesValue = (schema: JsonSchema, value: unknown): boolean =>
  schema['format'] === undefined && ajv.compile(schema)(value) === true;

interface Bound {
  readonly keyword: string;
  /** Whether the reader's bound refuses what the writer's allows. */
  readonly refusesMore: (reader: JsonSchema, writer: JsonSchema) => boolean;
}

const isNumeric = (schema: JsonSchema): boolean => mayBe(schema, 'integer');
const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

const upper = (keyword: string, type: string): Bound => ({
  keyword,
  refusesMore: (reader, writer) =>
    mayBe(writer, type) && number(reader[keyword], Infinity) < number(writer[keyword], Infinity),
});

const lower = (keyword: string, type: string): Bound => ({
  keyword,
  refusesMore: (reader, writer) => mayBe(writer, type) && number(reader[keyword], 0) > number(writer[keyword], 0),
});

/** The least value that a schema allows; `open` where it is itself not allowed. */
const least = ({ minimum, exclusiveMinimum }: JsonSchema, sign: 1 | -1) => {
  const [closed, open] = [number(minimum, -Infinity * sign) * sign, number(exclusiveMinimum, -Infinity * sign) * sign];
  return open >= closed ? { value: open, open: open !== -Infinity } : { value: closed, open: false };
};

/** Minimum and maximum alike: one is the other with its sign changed. */
const range = (keyword: 'minimum' | 'maximum'): Bound => {
  const [sign, exclusive] =
    keyword === 'minimum' ? ([1, 'exclusiveMinimum'] as const) : ([-1, 'exclusiveMaximum'] as const);
  const of = (schema: JsonSchema) => least({ minimum: schema[keyword], exclusiveMinimum: schema[exclusive] }, sign);
  return {
    keyword,
    refusesMore: (reader, writer) => {
      const [read, written] = [of(reader), of(writer)];
      if (!isNumeric(writer) || read.value < written.value) return false;
      return read.value > written.value || (read.open && !written.open);
    },
  };
};

/** Keywords that bound a value. */
export const bounds: readonly Bound[] = [
  range('minimum'),
  range('maximum'),
  // Compared together with `minimum` and `maximum`.
  { keyword: 'exclusiveMinimum', refusesMore: () => false },
  { keyword: 'exclusiveMaximum', refusesMore: () => false },
  lower('minLength', 'string'),
  upper('maxLength', 'string'),
  lower('minItems', 'array'),
  upper('maxItems', 'array'),
  lower('minProperties', 'object'),
  upper('maxProperties', 'object'),
  {
    keyword: 'uniqueItems',
    refusesMore: (reader, writer) =>
      mayBe(writer, 'array') && reader['uniqueItems'] === true && writer['uniqueItems'] !== true,
  },
];
