import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { remembering } from '../../../../simulation/kernel/inflate-once.ts';

/** Counts what is really inflated. */
const counted = (most?: number) => {
  const calls: string[] = [];
  const inflate = remembering((input, options) => {
    const inflated = inflateRawSync(input, options);
    calls.push(inflated.toString());
    return inflated;
  }, most);
  return { inflate, calls };
};

describe('remembering', () => {
  it('inflates the same bytes once', () => {
    const { inflate, calls } = counted();
    for (const text of ['a page', 'another page', 'a page', 'a page'])
      expect(inflate(deflateRawSync(text)).toString()).toBe(text);
    expect(calls).toEqual(['a page', 'another page']);
  });

  it('gives each caller a copy of its own', () => {
    const { inflate } = counted();
    for (let reader = 0; reader < 3; reader += 1) {
      const inflated = inflate(deflateRawSync('a page'));
      expect(inflated.toString()).toBe('a page');
      inflated.fill(0);
    }
  });

  it('keeps the bound of the output', () => {
    const { inflate } = counted();
    inflate(deflateRawSync('a page'));
    expect(() => inflate(deflateRawSync('a page'), { maxOutputLength: 4 })).toThrow();
  });

  it('forgets what does not fit in', () => {
    const { inflate, calls } = counted(20);
    for (const text of ['a page', 'another', 'a page']) inflate(deflateRawSync(text));
    expect(calls).toEqual(['a page', 'another', 'a page']);
  });
});
