import { isDeepStrictEqual } from 'node:util';
import { finiteValues, type JsonSchema } from '../json-schema.ts';
import { bounds, mayBe, takesValue, typesOf } from './schema-facts.ts';

/** Why a reader would refuse a writer's values. */
export interface Incompatibility {
  /** The field, as a JSON Pointer; `*` stands for any element of an array, and for any field that is not listed. */
  readonly field: string;
  /** The fault, given the names of the two. */
  readonly because: (reader: string, writer: string) => string;
}

const printed = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** A keyword that this check does not know, or cannot compare, must be the same on both sides. */
export const incomparable = (
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
            `"${keyword}" is ${printed(reader[keyword])} in ${readerName} and ${printed(writer[keyword])} in ${writerName}, which this check cannot compare`,
        },
      ];

const narrower = (keyword: string, reader: JsonSchema, writer: JsonSchema, field: string): Incompatibility => ({
  field,
  because: (readerName, writerName) =>
    `"${keyword}" is ${printed(reader[keyword])} in ${readerName} and ${printed(writer[keyword])} in ${writerName}: it refuses more`,
});

/** Of the values that a writer's schema lists, those that a reader refuses. */
export const listed = (reader: JsonSchema, values: readonly unknown[], field: string): readonly Incompatibility[] =>
  values
    .filter((value) => !takesValue(reader, value))
    .map((value) => ({ field, because: (r, w) => `${r} does not take ${printed(value)}, which ${w} may write` }));

/** Faults that show without the fields or the elements of the values. */
export const scalars = (reader: JsonSchema, writer: JsonSchema, field: string): readonly Incompatibility[] => {
  const accepted = finiteValues(reader);
  if (accepted !== undefined) {
    return [
      { field, because: (r, w) => `${r} takes nothing but ${accepted.map(printed).join(', ')}; ${w} may write others` },
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
