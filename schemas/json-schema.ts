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

/** Applies `rewrite` to every subschema of a schema; the names of properties are left alone, whatever they are. */
const mapSubschemas = (schema: JsonSchema, rewrite: (part: JsonSchema) => JsonSchema): JsonSchema => {
  const mapped = (keyword: string, value: unknown): unknown => {
    if (keyword === 'properties' && isObject(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([name, part]) => [name, isObject(part) ? rewrite(part) : part]),
      );
    }
    return (keyword === 'items' || keyword === 'not' || keyword === 'additionalProperties') && isObject(value)
      ? rewrite(value)
      : value;
  };
  return Object.fromEntries(Object.entries(schema).map(([keyword, value]) => [keyword, mapped(keyword, value)]));
};

/**
 * The schema with every reference replaced by what it refers to, so that it stands alone.
 * @throws {RangeError} a reference leads nowhere.
 */
export const resolved = (schema: JsonSchema, definitions: Readonly<Record<string, JsonSchema>>): JsonSchema => {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return mapSubschemas(schema, (part) => resolved(part, definitions));
  const definition = definitions[local.exec(reference)?.[1] ?? ''];
  if (definition === undefined) throw new RangeError(`${reference} is not a definition of schemas/envelope.json`);
  return resolved(definition, definitions);
};

/** `required` and `enum` are sets: their order says nothing. */
const sets: ReadonlySet<string> = new Set(['required', 'enum']);

/** What the schema demands: itself without what only describes it. */
export const meaningOf = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(
    Object.entries(mapSubschemas(schema, meaningOf))
      .filter(([keyword]) => !annotations.has(keyword))
      .map(([keyword, value]) => [keyword, sets.has(keyword) && Array.isArray(value) ? value.toSorted() : value]),
  );
