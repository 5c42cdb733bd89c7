import { describe, expect, it } from 'vitest';
import {
  compileFilterPattern,
  type FilterPattern,
  passesFilters,
} from '../../../../../localstack/event-source/filter/filter-pattern.ts';

const passes = (pattern: object | string, data: string | Buffer | null): boolean =>
  passesFilters(
    [compileFilterPattern(typeof pattern === 'string' ? pattern : JSON.stringify(pattern))],
    typeof data === 'string' ? Buffer.from(data) : data,
  );

/** Whether `{field: data}` passes `{value: {field: conditions}}`; the data is JSON text. */
const holds = (conditions: string, data: string): boolean =>
  passes(`{"value":{"field":${conditions}}}`, `{"field":${data}}`);

describe('filters', () => {
  it('F1: looks at value only (kafka-filtering; other names: our choice)', () => {
    expect(() => compileFilterPattern('{"key":["a"]}')).toThrow(/"value" only, not at "key"/);
    expect(() => compileFilterPattern('{"value":["a"],"topic":["b"]}')).toThrow(/not at "topic"/);
    expect(() => compileFilterPattern('{}')).toThrow(/"value" must be/);
    expect(() => compileFilterPattern('{"value":"a"}')).toThrow(/"value" must be/);
  });

  it('F2: ORs filters and values, ANDs fields (invocation-eventfiltering)', () => {
    const filters = ['{"value":{"type":["A","B"],"qty":[1]}}', '{"value":{"type":["C"]}}'].map(compileFilterPattern);
    const given = (data: object): boolean => passesFilters(filters, Buffer.from(JSON.stringify(data)));
    expect(given({ type: 'A', qty: 1 })).toBe(true);
    expect(given({ type: 'B', qty: 1 })).toBe(true);
    expect(given({ type: 'A', qty: 2 })).toBe(false);
    expect(given({ type: 'A' })).toBe(false);
    expect(given({ type: 'C', qty: 9 })).toBe(true);
    expect(given({ type: 'D', qty: 1 })).toBe(false);
  });

  it('F2: passes everything where there is no filter', () => {
    expect(passesFilters([], Buffer.from('anything'))).toBe(true);
  });

  it('F3: matches JSON against JSON patterns, also nested, and text against text patterns (kafka-filtering)', () => {
    expect(passes({ value: { order: { type: ['A'] } } }, '{"order":{"type":"A"}}')).toBe(true);
    expect(passes({ value: { order: { type: ['A'] } } }, '{"order":{"type":"B"}}')).toBe(false);
    expect(passes({ value: { order: { type: ['A'] } } }, '{"order":"A"}')).toBe(false);
    expect(passes({ value: ['héllo', { prefix: 'x-' }] }, 'héllo')).toBe(true);
    expect(passes({ value: ['héllo', { prefix: 'x-' }] }, 'x-1')).toBe(true);
    expect(passes({ value: ['héllo', { prefix: 'x-' }] }, 'other')).toBe(false);
  });

  it('F4: delivers what does not have the format of the pattern (kafka-filtering, table)', () => {
    expect(passes({ value: { type: ['A'] } }, 'plain text')).toBe(true);
    expect(passes({ value: ['text'] }, '{"type":"A"}')).toBe(true);
    expect(passes({ value: ['text'] }, Buffer.from([0xff, 0xfe]))).toBe(true);
    expect(passes({ value: { type: ['A'] } }, Buffer.from([0xff, 0xfe]))).toBe(true);
  });

  it('F9: delivers a tombstone (our reading of F4)', () => {
    expect(passes({ value: { type: ['A'] } }, null)).toBe(true);
  });

  it.each([
    ['[null]', 'null', true],
    ['[null]', '""', false],
    ['[""]', '""', true],
    ['["a"]', '"a"', true],
    ['["a"]', '"b"', false],
    ['["a","b"]', '"b"', true],
    ['[true]', 'true', true],
    ['[true]', '"true"', false],
    ['[{"equals-ignore-case":"aB"}]', '"Ab"', true],
    ['[{"equals-ignore-case":"aB"}]', '"Abc"', false],
    ['[{"anything-but":["a","b"]}]', '"c"', true],
    ['[{"anything-but":["a","b"]}]', '"a"', false],
    ['[{"anything-but":"a"}]', '"b"', true],
    ['[{"anything-but":[1]}]', '2', true],
    ['[{"numeric":["=",5]}]', '5.0', true],
    ['[{"numeric":["=",5]}]', '"5"', false],
    ['[{"numeric":["<",5]}]', '4', true],
    ['[{"numeric":["<",5]}]', '5', false],
    ['[{"numeric":["<=",5]}]', '5', true],
    ['[{"numeric":[">",5]}]', '6', true],
    ['[{"numeric":[">=",5]}]', '4', false],
    ['[{"numeric":[">",0,"<=",100]}]', '100', true],
    ['[{"numeric":[">",0,"<=",100]}]', '101', false],
    ['[{"exists":true}]', 'null', true],
    ['[{"exists":false}]', '1', false],
    ['[{"prefix":"ab"}]', '"abc"', true],
    ['[{"prefix":"ab"}]', '"cab"', false],
    ['[{"suffix":"bc"}]', '"abc"', true],
    ['[{"suffix":"bc"}]', '"bca"', false],
  ])('F6: %s on %s is %s (invocation-eventfiltering)', (conditions, data, expected) => {
    expect(holds(conditions, data)).toBe(expected);
  });

  it('F6: needs one alternative of $or (invocation-eventfiltering)', () => {
    const pattern = { value: { type: ['A'], $or: [{ qty: [1] }, { sku: [{ exists: true }] }] } };
    expect(passes(pattern, '{"type":"A","qty":1}')).toBe(true);
    expect(passes(pattern, '{"type":"A","sku":"x"}')).toBe(true);
    expect(passes(pattern, '{"type":"A","qty":2}')).toBe(false);
    expect(passes(pattern, '{"type":"B","qty":1}')).toBe(false);
  });

  it('F6: finds absent fields by exists false', () => {
    expect(passes({ value: { reason: [{ exists: false }] } }, '{"type":"A"}')).toBe(true);
    expect(passes({ value: { reason: [{ 'anything-but': ['x'] }] } }, '{"type":"A"}')).toBe(false);
  });

  it('F6: matches an array in the data if an element matches', () => {
    expect(passes({ value: { tags: ['b'] } }, '{"tags":["a","b"]}')).toBe(true);
    expect(passes({ value: { lines: { sku: ['x'] } } }, '{"lines":[{"sku":"y"},{"sku":"x"}]}')).toBe(true);
    expect(passes({ value: { lines: { sku: ['x'] } } }, '{"lines":[{"sku":"y"}]}')).toBe(false);
  });

  it.each([
    '{"value":{"a":[{"wildcard":"x*"}]}}',
    '{"value":{"a":[{"cidr":"10.0.0.0/8"}]}}',
    '{"value":{"a":[{"toString":"x"}]}}',
    '{"value":{"a":[{"prefix":5}]}}',
    '{"value":{"a":[{"numeric":["~",5]}]}}',
    '{"value":{"a":[{"numeric":[">"]}]}}',
    '{"value":{"a":[{"exists":"yes"}]}}',
    '{"value":{"a":[{"anything-but":{"prefix":"x"}}]}}',
    '{"value":{"a":[{"prefix":"x","suffix":"y"}]}}',
    '{"value":{"a":[[]]}}',
    '{"value":{"a":[]}}',
    '{"value":{"a":"x"}}',
    '{"value":{}}',
    '{"value":{"$or":[{"a":[1]}]}}',
  ])('F6: refuses %s', (pattern) => {
    expect(() => compileFilterPattern(pattern)).toThrow(/.+/);
  });

  it('F7: compares strings exactly and numbers by their text, except under numeric (invocation-eventfiltering)', () => {
    expect(holds('["Abc"]', '"abc"')).toBe(false);
    expect(holds('[300]', '300')).toBe(true);
    expect(holds('[300]', '300.0')).toBe(false);
    expect(holds('[300]', '3.0e2')).toBe(false);
    expect(holds('[3.0e2]', '3.0e2')).toBe(true);
    expect(holds('[{"numeric":["=",300]}]', '3.0e2')).toBe(true);
  });

  it('F8: sees leaves only in exists (invocation-eventfiltering)', () => {
    expect(holds('[{"exists":true}]', '{"b":1}')).toBe(false);
    expect(holds('[{"exists":false}]', '{"b":1}')).toBe(true);
  });

  it('reads a value once for all mappings that share its record, numbers with their text where a filter needs it', () => {
    const value = Buffer.from('{"type":"A","n":1.0}');
    const [type, number] = ['{"value":{"type":["A"]}}', '{"value":{"n":[1.0]}}'].map(compileFilterPattern);
    const pass = (pattern: FilterPattern | undefined): boolean =>
      passesFilters(pattern === undefined ? [] : [pattern], value);
    expect([pass(type), pass(number)]).toEqual([true, true]);
    // Nothing reads the bytes again.
    value.fill('x');
    expect([pass(type), pass(number)]).toEqual([true, true]);
    expect(passesFilters([compileFilterPattern('{"value":{"type":["B"]}}')], value)).toBe(false);
  });
});
