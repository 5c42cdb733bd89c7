import { Ajv } from 'ajv';
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incompatibilities } from '../../../schemas/evolution/compatibility.ts';
import { valuesOf } from '../../support/values-of-schema.ts';

type Schema = { readonly [keyword: string]: unknown };

const event = (properties: Schema, required: readonly string[] = []): Schema => ({
  type: 'object',
  required,
  properties,
});
const field = (schema: Schema): Schema => event({ a: schema }, ['a']);
const text = { type: 'string' };

/** What a reader of the one would refuse of a writer of the other, field by field. */
const refused = (reader: Schema, writer: Schema): readonly string[] =>
  incompatibilities(reader, writer).map(({ field: at, because }) => `${at} ${because('reader', 'writer')}`);

describe('a reader takes what a writer writes', () => {
  it.each<[string, Schema, Schema]>([
    ['the same', field(text), field(text)],
    ['an optional field that the reader does not know', event({}), event({ a: text })],
    ['a field of which the writer does not know', event({ a: text }), event({})],
    ['a required field, where it may be absent', event({ a: text }), event({ a: text }, ['a'])],
    ['an integer, where any number may be', field({ type: 'number' }), field({ type: 'integer' })],
    ['one type of two', field({ type: ['string', 'null'] }), field(text)],
    ['one value of two', field({ enum: ['x', 'y'] }), field({ const: 'y' })],
    ['a listed value of a type', field({ type: 'string', maxLength: 2 }), field({ enum: ['x', 'y'] })],
    ['narrower bounds', field({ type: 'integer', minimum: 0 }), field({ type: 'integer', minimum: 1, maximum: 5 })],
    [
      'an open bound for a closed one',
      field({ type: 'number', minimum: 1 }),
      field({ type: 'number', exclusiveMinimum: 1 }),
    ],
    ['bounds of another type', field({ type: ['string', 'integer'], maxLength: 1 }), field({ type: 'integer' })],
    ['a pattern, where any text may be', field(text), field({ ...text, pattern: '^x$' })],
    ['other words for it', field({ ...text, description: 'One' }), field({ ...text, title: 'Two' })],
    ['a keyword that is not known, unchanged', field({ oneOf: [text] }), field({ ...text, oneOf: [text] })],
    ['fields called like keywords', event({ title: text, not: text }), event({ title: text, not: text })],
    ['a map of what it takes', event({ a: text }), { type: 'object', additionalProperties: { type: 'string' } }],
  ])('%s', (_name, reader, writer) => {
    expect(refused(reader, writer)).toEqual([]);
  });
});

describe('a reader refuses what a writer may write', () => {
  it.each<[Schema, Schema, string]>([
    [event({ a: text }, ['a']), event({ a: text }), '/a is required by reader, and writer may leave it out'],
    [event({}, ['a']), event({}), '/a is required by reader, and writer may leave it out'],
    [field(text), field({ type: 'integer' }), '/a reader does not take integer, which writer may write'],
    [field({ type: 'integer' }), field({ type: 'number' }), '/a reader does not take number, which writer may write'],
    [field({ const: 'x' }), field({ enum: ['x', 'y'] }), '/a reader does not take "y", which writer may write'],
    [field({ enum: ['x'] }), field(text), '/a reader takes nothing but "x"; writer may write others'],
    [
      field({ type: 'integer', minimum: 1 }),
      field({ type: 'integer' }),
      '/a "minimum" is 1 in reader and nothing in writer: it refuses more',
    ],
    [
      field({ type: 'number', exclusiveMaximum: 5 }),
      field({ type: 'number', maximum: 5 }),
      '/a "maximum" is nothing in reader and 5 in writer: it refuses more',
    ],
    [
      field({ ...text, maxLength: 3 }),
      field({ ...text, maxLength: 4 }),
      '/a "maxLength" is 3 in reader and 4 in writer: it refuses more',
    ],
    [
      field({ type: 'array', minItems: 1 }),
      field({ type: 'array' }),
      '/a "minItems" is 1 in reader and nothing in writer: it refuses more',
    ],
    [
      field({ type: 'array', uniqueItems: true }),
      field({ type: 'array' }),
      '/a "uniqueItems" is true in reader and nothing in writer: it refuses more',
    ],
    [
      field({ ...text, pattern: '^x$' }),
      field({ ...text, pattern: '^y$' }),
      '/a "pattern" is "^x$" in reader and "^y$" in writer, which this check cannot compare',
    ],
    [
      field({ ...text, format: 'uuid' }),
      field(text),
      '/a "format" is "uuid" in reader and nothing in writer: it refuses more',
    ],
    [
      field({ type: 'integer', not: { const: 0 } }),
      field({ type: 'integer' }),
      '/a "not" is {"const":0} in reader and nothing in writer: it refuses more',
    ],
    [event({ a: false }), event({ a: text }), '/a "not" is {} in reader and nothing in writer: it refuses more'],
    [
      field({ type: 'array', items: field(text) }),
      field({ type: 'array', items: event({ a: text }) }),
      '/a/*/a is required by reader, and writer may leave it out',
    ],
    [
      { ...event({}), additionalProperties: false },
      event({ a: text }),
      '/a reader takes no such field, and writer may write it',
    ],
    [
      event({ a: text }),
      { type: 'object', additionalProperties: { type: 'integer' } },
      '/a reader does not take integer, which writer may write',
    ],
    [
      field({ ...text, oneOf: [text] }),
      field(text),
      '/a "oneOf" is [{"type":"string"}] in reader and nothing in writer, which this check cannot compare',
    ],
    [
      field(text),
      field({ ...text, multipleOf: 2 }),
      '/a "multipleOf" is nothing in reader and 2 in writer, which this check cannot compare',
    ],
  ])('%j of %j', (reader, writer, message) => {
    expect(refused(reader, writer)).toEqual([message]);
  });

  it('where it may be anything', () => {
    expect(refused(field(text), field({}))).toHaveLength(1);
  });
});

const optional = <T>(value: Arbitrary<T>): Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 2 });

/** A schema without the keywords that are not set. */
const schemas = (keywords: Readonly<Record<string, Arbitrary<unknown>>>): Arbitrary<Schema> =>
  fc
    .record(keywords)
    .map((schema) => Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined)));

const scalars: Arbitrary<Schema> = fc.oneof(
  schemas({
    type: fc.constantFrom('integer', 'number', ['integer', 'null'], ['integer', 'string']),
    minimum: optional(fc.integer({ min: -3, max: 0 })),
    maximum: optional(fc.integer({ min: 1, max: 3 })),
    exclusiveMinimum: optional(fc.integer({ min: -3, max: 0 })),
    exclusiveMaximum: optional(fc.integer({ min: 2, max: 3 })),
    not: optional(fc.constant({ const: 1 })),
  }),
  schemas({
    type: fc.constantFrom('string', ['string', 'null']),
    minLength: optional(fc.integer({ min: 0, max: 1 })),
    maxLength: optional(fc.integer({ min: 2, max: 3 })),
    pattern: optional(fc.constantFrom('^[ab]{2}$', '^a+$')),
  }),
  fc.constantFrom<Schema>({ const: 'ab' }, { enum: ['ab', 1] }, { enum: [1, 2, null] }, { type: 'boolean' }, {}),
);

const objectsOf = (parts: Arbitrary<Schema>): Arbitrary<Schema> =>
  schemas({
    type: fc.constant('object'),
    required: fc.subarray(['a', 'b', 'c']),
    properties: fc.dictionary(fc.constantFrom('a', 'b', 'c'), parts, { maxKeys: 3, noNullPrototype: true }),
    additionalProperties: optional(fc.constantFrom<unknown>(false, true, { type: 'integer' })),
  });

const listsOf = (parts: Arbitrary<Schema>): Arbitrary<Schema> =>
  schemas({
    type: fc.constant('array'),
    items: optional(parts),
    minItems: optional(fc.integer({ min: 0, max: 1 })),
    maxItems: optional(fc.integer({ min: 2, max: 3 })),
  });

const any: Arbitrary<Schema> = fc.oneof(scalars, objectsOf(fc.oneof(scalars, objectsOf(scalars), listsOf(scalars))));

describe('the check', () => {
  it('lets no writer write what a reader refuses', { timeout: 120_000 }, () => {
    const compatible = fc.tuple(any, any).filter(([reader, writer]) => refused(reader, writer).length === 0);
    const cases = compatible.chain(([reader, writer]) =>
      fc.tuple(fc.constant(reader), fc.constant(writer), fc.array(valuesOf(writer), { minLength: 5, maxLength: 10 })),
    );
    fc.assert(
      fc.property(cases, ([reader, writer, values]) => {
        const ajv = new Ajv({ strict: false });
        const [reads, writes] = [ajv.compile(reader), ajv.compile(writer)];
        for (const value of values.filter((written) => writes(written))) {
          expect([value, reads(value)]).toEqual([value, true]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds every schema compatible with itself', () => {
    fc.assert(
      fc.property(any, (schema) => {
        expect(refused(schema, schema)).toEqual([]);
      }),
    );
  });
});
