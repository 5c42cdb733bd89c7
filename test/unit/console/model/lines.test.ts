import { describe, expect, it } from 'vitest';
import { parseLines } from '../../../../console/model/lines.ts';

describe('lines of an order', () => {
  it('are SKUs with quantities', () => {
    expect(parseLines(' 85123A:2 71053, a.b-c:10')).toEqual({
      lines: [
        { sku: '85123A', qty: 2 },
        { sku: '71053', qty: 1 },
        { sku: 'a.b-c', qty: 10 },
      ],
    });
  });

  it.each(['', '  ', 'a:0', 'a:two', 'a:-1', ':2', 'a:12345678'])('are refused with a reason: %j', (text) => {
    expect(parseLines(text)).toEqual({ fault: expect.stringMatching(/at least one line|is no line/) });
  });
});
