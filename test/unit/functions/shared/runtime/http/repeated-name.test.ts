import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeatedName } from '../../../../../../functions/shared/runtime/http/repeated-name.ts';

describe('a repeated name', () => {
  it.each([
    ['{"qty":1,"qty":2}', { name: 'qty', pointer: '' }],
    ['{"items":[{"sku":"A"},{"sku":"B","qty":1,"qty":9}]}', { name: 'qty', pointer: '/items/1' }],
    ['{"a/b":{"~":[{}, [0, {"x":0,"x":0}]]}}', { name: 'x', pointer: '/a~1b/~0/1/1' }],
    // One name in two notations.
    ['{"qty":1,"\\u0071ty":2}', { name: 'qty', pointer: '' }],
    ['{"__proto__":1,"__proto__":2}', { name: '__proto__', pointer: '' }],
  ])('is found in %s', (text, repeated) => {
    expect(repeatedName(text)).toEqual(repeated);
  });

  it.each([
    '{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}',
    '["a","a"]',
    '{"a":"b","b":"a"}',
    '{"a":"\\",\\"a\\":","b":"{}[]:,\\\\"}',
    'null',
  ])('is not in %s', (text) => {
    expect(repeatedName(text)).toBeUndefined();
  });

  it('is in no text that JSON.stringify writes', () => {
    fc.assert(fc.property(fc.json(), (text) => repeatedName(JSON.stringify(JSON.parse(text))) === undefined));
  });

  it('is found wherever an object repeats a name', () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
    fc.assert(
      fc.property(objects, fc.nat(), (object, index) => {
        const names = Object.keys(object);
        const name = names[index % names.length] ?? '';
        const text = `{"around":[${JSON.stringify(object).slice(0, -1)},${JSON.stringify(name)}:0}]}`;
        expect(repeatedName(text)).toEqual({ name, pointer: '/around/0' });
      }),
    );
  });

  it('is found in a body of maximum length that consists of escapes', () => {
    expect(
      repeatedName(JSON.stringify({ text: '\\"'.repeat(64 * 1024), other: 'x'.repeat(128 * 1024) })),
    ).toBeUndefined();
  });
});
