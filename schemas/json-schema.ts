/** A JSON Schema document (draft-07), or a part of one. */
export type JsonSchema = { readonly [keyword: string]: unknown };

export const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keywords that describe and do not constrain. */
export const annotations: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$comment',
  'title',
  'description',
  'examples',
]);

const local = /^(?:\.\.\/envelope\.json)?#\/definitions\/(\w+)$/;

/** Keywords whose value is a schema. */
const nesting: ReadonlySet<string> = new Set(['items', 'not', 'additionalProperties', 'propertyNames']);

/** Applies `rewrite` to every subschema of a schema; the names of properties stay as they are. */
export const mapSubschemas = (schema: JsonSchema, rewrite: (part: JsonSchema) => JsonSchema): JsonSchema => {
  const mapped = (keyword: string, value: unknown): unknown => {
    if (keyword === 'properties' && isObject(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([name, part]) => [name, isObject(part) ? rewrite(part) : part]),
      );
    }
    return nesting.has(keyword) && isObject(value) ? rewrite(value) : value;
  };
  return Object.fromEntries(Object.entries(schema).map(([keyword, value]) => [keyword, mapped(keyword, value)]));
};

/**
 * The schema with every reference replaced by what it refers to, so that it stands alone.
 * @throws {RangeError} the target of a reference does not exist.
 */
export const resolved = (schema: JsonSchema, definitions: Readonly<Record<string, JsonSchema>>): JsonSchema => {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return mapSubschemas(schema, (part) => resolved(part, definitions));
  const definition = definitions[local.exec(reference)?.[1] ?? ''];
  if (definition === undefined) throw new RangeError(`${reference} is not a definition of schemas/envelope.json`);
  return resolved(definition, definitions);
};

const isOfType = (value: unknown, type: unknown): boolean => {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  return type === 'object' ? isObject(value) : typeof value === type;
};

/** All values of the schema, where it lists them. */
export const finiteValues = (schema: JsonSchema): readonly unknown[] | undefined => {
  if (schema['const'] !== undefined) return [schema['const']];
  return Array.isArray(schema['enum']) ? schema['enum'] : undefined;
};

/**
 * The schema without types that listed values have anyway: `type` beside `const` or `enum` is for client generators, and
 * refuses nothing.
 */
export const withoutImpliedTypes = (schema: JsonSchema): JsonSchema => {
  const inner = mapSubschemas(schema, withoutImpliedTypes);
  if (finiteValues(schema)?.every((value) => isOfType(value, schema['type'])) !== true) return inner;
  const { type: _implied, ...rest } = inner;
  return rest;
};

/** `required` and `enum` are sets: their order has no significance. */
const sets: ReadonlySet<string> = new Set(['required', 'enum']);

const withoutWords = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(
    Object.entries(mapSubschemas(schema, withoutWords))
      .filter(([keyword]) => !annotations.has(keyword))
      .map(([keyword, value]) => [keyword, sets.has(keyword) && Array.isArray(value) ? value.toSorted() : value]),
  );

/** The constraints of the schema: without descriptive keywords. */
export const meaningOf = (schema: JsonSchema): JsonSchema => withoutWords(withoutImpliedTypes(schema));
