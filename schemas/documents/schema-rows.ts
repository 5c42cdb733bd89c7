import { isObject, type JsonSchema } from '../json-schema.ts';

/** A field of a schema, as a line of a table. */
export interface SchemaRow {
  /** `line_items[].sku`. */
  readonly field: string;
  readonly type: string;
  readonly required: boolean;
  readonly limits: string;
  readonly description: string;
}

export type Components = Readonly<Record<string, JsonSchema>>;

/** The schema that a reference leads to; a schema that is none is itself. */
export const followed = (schema: JsonSchema, components: Components): JsonSchema => {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  const target = components[reference.slice(reference.lastIndexOf('/') + 1)];
  if (target === undefined) throw new RangeError(`${reference} leads nowhere`);
  return followed(target, components);
};

const typeOf = ({ type, const: only, enum: listed, format }: JsonSchema): string => {
  if (only !== undefined) return JSON.stringify(only);
  if (Array.isArray(listed)) return listed.map((value) => JSON.stringify(value)).join(' | ');
  const name = type === undefined ? 'any' : [type].flat().join(' | ');
  return typeof format === 'string' ? `${name} (${format})` : name;
};

const limits: Readonly<Record<string, string>> = {
  minimum: '≥',
  maximum: '≤',
  exclusiveMinimum: '>',
  exclusiveMaximum: '<',
  minLength: 'length ≥',
  maxLength: 'length ≤',
  minItems: 'elements ≥',
  maxItems: 'elements ≤',
  pattern: 'matches',
  not: 'not',
};

const limitsOf = (schema: JsonSchema): string =>
  Object.entries(limits)
    .filter(([keyword]) => schema[keyword] !== undefined)
    .map(
      ([keyword, words]) =>
        `${words} ${typeof schema[keyword] === 'object' ? JSON.stringify(schema[keyword]) : schema[keyword]}`,
    )
    .join(', ');

const nested = (schema: JsonSchema, components: Components, field: string): readonly SchemaRow[] => {
  const whole = followed(schema, components);
  const { items, additionalProperties: others } = whole;
  const separator = field === '' ? '' : '.';
  return [
    ...schemaRows(whole, components, `${field}${separator}`),
    ...(isObject(items) ? nested(items, components, `${field}[]`) : []),
    ...(isObject(others)
      ? [
          rowOf(`${field}${separator}*`, others, false, components),
          ...nested(others, components, `${field}${separator}*`),
        ]
      : []),
  ];
};

const rowOf = (field: string, part: JsonSchema, required: boolean, components: Components): SchemaRow => {
  const schema = followed(part, components);
  const element = isObject(schema['items']) ? followed(schema['items'], components) : undefined;
  const described = part['description'] ?? schema['description'] ?? '';
  return {
    field,
    type: element === undefined ? typeOf(schema) : `array of ${typeOf(element)}`,
    required,
    limits: limitsOf(schema),
    description: String(described),
  };
};

/** Every field of an object schema, also those of the objects in it. */
export const schemaRows = (schema: JsonSchema, components: Components, prefix = ''): readonly SchemaRow[] => {
  const { properties, required } = followed(schema, components);
  if (!isObject(properties)) return [];
  const always: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(properties).flatMap(([name, part]) => {
    if (!isObject(part)) return [];
    const field = `${prefix}${name}`;
    return [rowOf(field, part, always.includes(name), components), ...nested(part, components, field)];
  });
};
