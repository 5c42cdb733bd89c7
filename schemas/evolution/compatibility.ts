import { annotations, finiteValues, isObject, type JsonSchema } from '../json-schema.ts';
import { type Incompatibility, incomparable, listed, scalars } from './scalar-compatibility.ts';
import { bounds, mayBe } from './schema-facts.ts';

const known: ReadonlySet<string> = new Set([
  ...annotations,
  'type',
  'const',
  'enum',
  'format',
  'pattern',
  'required',
  'properties',
  'additionalProperties',
  'propertyNames',
  'items',
  'not',
  ...bounds.map(({ keyword }) => keyword),
]);

/** `true`, or nothing, accepts any value; `false` accepts none. */
const schemaOf = (value: unknown): JsonSchema => {
  if (isObject(value)) return value;
  return value === false ? { not: {} } : {};
};
const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const objects = (reader: JsonSchema, writer: JsonSchema, field: string): readonly Incompatibility[] => {
  const [readable, written] = [schemaOf(reader['properties']), schemaOf(writer['properties'])];
  const always = strings(writer['required']);
  const absent = strings(reader['required']).filter((name) => !always.includes(name));
  const others = writer['additionalProperties'];
  // A reader accepts fields that it does not know; a writer writes none that its schema does not declare.
  const undeclared = others === false ? [] : always;
  const fields = new Map([...undeclared.map((name): [string, unknown] => [name, others]), ...Object.entries(written)]);
  if (isObject(others)) {
    for (const name of Object.keys(readable)) if (!fields.has(name)) fields.set(name, others);
  }
  const unknown = [...fields].filter(([name]) => readable[name] === undefined);
  const rest = reader['additionalProperties'];
  return [
    ...absent.map((name) => ({
      field: `${field}/${name}`,
      because: (r: string, w: string) => `is required by ${r}, and ${w} may leave it out`,
    })),
    ...[...fields].flatMap(([name, schema]) =>
      readable[name] === undefined
        ? []
        : incompatibilities(schemaOf(readable[name]), schemaOf(schema), `${field}/${name}`),
    ),
    ...unknown.flatMap(([name, schema]) => unlisted(rest, schemaOf(schema), `${field}/${name}`)),
    ...(isObject(others) ? unlisted(rest, others, `${field}/*`) : []),
    ...(reader['propertyNames'] !== undefined && others !== false
      ? incompatibilities(
          schemaOf(reader['propertyNames']),
          { type: 'string', ...schemaOf(writer['propertyNames']) },
          `${field}/* (its name)`,
        )
      : []),
  ];
};

/** A field that the reader's schema does not list. */
const unlisted = (rest: unknown, schema: JsonSchema, field: string): readonly Incompatibility[] => {
  if (rest === false) return [{ field, because: (r, w) => `${r} takes no such field, and ${w} may write it` }];
  return isObject(rest) ? incompatibilities(rest, schema, field) : [];
};

/**
 * Every case in which a reader of one schema may refuse the output of a writer of another. Both are self-contained. Errs on the
 * safe side: keywords that it cannot compare are incompatible.
 */
export const incompatibilities = (reader: JsonSchema, writer: JsonSchema, field = ''): readonly Incompatibility[] => {
  const keywords = new Set([...Object.keys(reader), ...Object.keys(writer)]);
  const strange = [...keywords].filter((keyword) => !known.has(keyword));
  const strangers = strange.flatMap((keyword) => incomparable(keyword, reader, writer, field));
  const values = finiteValues(writer);
  if (values !== undefined) return [...strangers, ...listed(reader, values, field)];
  return [
    ...strangers,
    ...scalars(reader, writer, field),
    ...(mayBe(writer, 'object') ? objects(reader, writer, field) : []),
    ...(mayBe(writer, 'array') && reader['items'] !== undefined
      ? incompatibilities(schemaOf(reader['items']), schemaOf(writer['items']), `${field}/*`)
      : []),
  ];
};
