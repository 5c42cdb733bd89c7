import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflateOnce } from '../../../../simulation/kernel/inflate-once.ts';

describe('inflateOnce', () => {
  it('inflates to the same bytes, also where a reader has changed what it was given', () => {
    inflateOnce();
    const deflated = deflateRawSync('a page of an order');
    const first = inflateRawSync(deflated);
    first.fill(0);
    expect(inflateRawSync(deflated).toString()).toBe('a page of an order');
    expect(inflateRawSync(deflateRawSync('another page')).toString()).toBe('another page');
  });

  it('keeps the bound of the output', () => {
    inflateOnce();
    const deflated = deflateRawSync('a page of an order');
    inflateRawSync(deflated);
    expect(() => inflateRawSync(deflated, { maxOutputLength: 4 })).toThrow();
  });
});
