import { isDeepStrictEqual } from 'node:util';
import { annotations, isObject, type JsonSchema } from '../json-schema.ts';
import { bounds, finiteValues, mayBe, takesValue, typesOf } from './schema-facts.ts';

/** Why a reader would refuse what a writer writes. */
export interface Incompatibility {
  /** The field, as a JSON Pointer; `*` stands for any element of an array, and for any field that is not listed. */
  readonly field: string;
  /** What is wrong, given the names of the two. */
  readonly because: (reader: string, writer: string) => string;
}

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
  'items',
  'not',
  ...bounds.map(({ keyword }) => keyword),
]);

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
const anything: JsonSchema = {};
const schemaOf = (value: unknown): JsonSchema => (isObject(value) ? value : anything);
const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** A keyword that this check does not know, or cannot compare, must be the same on both sides. */
const incomparable = (
  keyword: string,
  reader: JsonSchema,
  writer: JsonSchema,
  field: string,
): readonly Incompatibility[] =>
  isDeepStrictEqual(reader[keyword], writer[keyword])
    ? []
    : [
        {
          field,
          because: (readerName, writerName) =>
            `"${keyword}" is ${shown(reader[keyword])} in ${readerName} and ${shown(writer[keyword])} in ${writerName}, which this check cannot compare`,
        },
      ];

const narrower = (keyword: string, reader: JsonSchema, writer: JsonSchema, field: string): Incompatibility => ({
  field,
  because: (readerName, writerName) =>
    `"${keyword}" is ${shown(reader[keyword])} in ${readerName} and ${shown(writer[keyword])} in ${writerName}: it refuses more`,
});

const listed = (reader: JsonSchema, values: readonly unknown[], field: string): readonly Incompatibility[] =>
  values
    .filter((value) => !takesValue(reader, value))
    .map((value) => ({ field, because: (r, w) => `${r} does not take ${shown(value)}, which ${w} may write` }));

const scalars = (reader: JsonSchema, writer: JsonSchema, field: string): readonly Incompatibility[] => {
  const accepted = finiteValues(reader);
  if (accepted !== undefined) {
    return [
      { field, because: (r, w) => `${r} takes nothing but ${accepted.map(shown).join(', ')}; ${w} may write others` },
    ];
  }
  const refused = typesOf(writer).filter((type) => !mayBe(reader, type));
  return [
    ...(refused.length > 0
      ? [{ field, because: (r: string, w: string) => `${r} does not take ${refused.join(', ')}, which ${w} may write` }]
      : []),
    ...bounds
      .filter(({ refusesMore }) => refusesMore(reader, writer))
      .map(({ keyword }) => narrower(keyword, reader, writer, field)),
    ...(mayBe(writer, 'string') ? ['pattern', 'format', 'not'] : ['not'])
      .filter((keyword) => reader[keyword] !== undefined)
      .flatMap((keyword) =>
        writer[keyword] === undefined
          ? [narrower(keyword, reader, writer, field)]
          : incomparable(keyword, reader, writer, field),
      ),
  ];
};

const objects = (reader: JsonSchema, writer: JsonSchema, field: string): readonly Incompatibility[] => {
  const [readable, written] = [schemaOf(reader['properties']), schemaOf(writer['properties'])];
  const always = strings(writer['required']);
  const absent = strings(reader['required']).filter((name) => !always.includes(name));
  const others = writer['additionalProperties'];
  // A reader takes fields that it does not know; a writer writes none that its schema does not declare.
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
  ];
};

/** A field that the reader's schema does not list. */
const unlisted = (rest: unknown, schema: JsonSchema, field: string): readonly Incompatibility[] => {
  if (rest === false) return [{ field, because: (r, w) => `${r} takes no such field, and ${w} may write it` }];
  return isObject(rest) ? incompatibilities(rest, schema, field) : [];
};

/**
 * Everything for which a reader of one schema may refuse what a writer of another one writes. Both are self-contained. Errs on
 * the safe side: what it cannot judge is incompatible.
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
