import { describe, expect, it } from 'vitest';
import { exactJson, parseExactJson } from '../../../../../functions/shared/kernel/exact-json.ts';

describe('exact JSON', () => {
  it('keeps all digits of integers of any size', () => {
    const value = { sum: 27_021_597_764_222_973n, small: 7, share: 0.5, text: '9'.repeat(20), none: null };
    const text = `{"sum":27021597764222973,"small":7,"share":0.5,"text":"${'9'.repeat(20)}","none":null}`;
    expect(exactJson(value)).toBe(text);
    expect(parseExactJson(text)).toEqual(value);
    expect(parseExactJson('{"far":1e300,"below":-9007199254740993}')).toEqual({
      far: 1e300,
      below: -9_007_199_254_740_993n,
    });
  });

  it('equals JSON.stringify without large numbers', () => {
    expect(exactJson({ a: [1, { b: undefined }] }, 2)).toBe(JSON.stringify({ a: [1, { b: undefined }] }, null, 2));
    expect(() => parseExactJson('{')).toThrow(SyntaxError);
  });
});
