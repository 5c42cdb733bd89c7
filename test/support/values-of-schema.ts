import fc, { type Arbitrary } from 'fast-check';

type Schema = { readonly [keyword: string]: unknown };

const schemaOf = (value: unknown): Schema => (typeof value === 'object' && value !== null ? { ...value } : {});
const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
const names = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const integers = ({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): Arbitrary<unknown> => {
  const min = Math.max(number(minimum, -20), number(exclusiveMinimum, -21) + 1);
  const max = Math.min(number(maximum, 20), number(exclusiveMaximum, 21) - 1);
  return fc.integer({ min, max: Math.max(min, max) });
};

const strings = ({ pattern, minLength, maxLength }: Schema): Arbitrary<unknown> => {
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern));
  const min = number(minLength, 0);
  return fc.string({ minLength: min, maxLength: Math.max(min, number(maxLength, 12)), unit: 'binary' });
};

const arrays = ({ items, minItems, maxItems }: Schema): Arbitrary<unknown> => {
  const min = number(minItems, 0);
  return fc.array(valuesOf(schemaOf(items)), { minLength: min, maxLength: Math.max(min, number(maxItems, 4)) });
};

/** Names of fields that a map gets. */
const mapKeys = fc.constantFrom('a', 'b', 'c', 'other');

const objects = ({ properties, required, additionalProperties }: Schema): Arbitrary<unknown> => {
  const always = names(required);
  const fields = { ...Object.fromEntries(always.map((name) => [name, {}])), ...schemaOf(properties) };
  const values = Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, valuesOf(schemaOf(schema))]));
  const declared = fc.record(values, { requiredKeys: [...always] });
  if (typeof additionalProperties !== 'object') return declared;
  const others = fc.dictionary(mapKeys, valuesOf(schemaOf(additionalProperties)), {
    maxKeys: 3,
    noNullPrototype: true,
  });
  return fc.tuple(others, declared).map(([map, fieldsOf]) => ({ ...map, ...fieldsOf }));
};

const byType: Readonly<Record<string, (schema: Schema) => Arbitrary<unknown>>> = {
  integer: integers,
  number: integers,
  string: strings,
  array: arrays,
  object: objects,
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
};

/** Values that a writer of the schema may write: valid, and without fields that it does not declare. Some may be invalid. */
export const valuesOf = (schema: Schema): Arbitrary<unknown> => {
  if (schema['const'] !== undefined) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...schema['enum']);
  const types = Array.isArray(schema['type']) ? names(schema['type']) : [String(schema['type'] ?? 'integer')];
  return fc.oneof(...types.map((type) => byType[type]?.(schema) ?? fc.constant(null)));
};
