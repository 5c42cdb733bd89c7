import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateWaiting } from '../../../../bin/load/waiting-estimate.ts';

describe('estimateWaiting', () => {
  it('finds how many wait, by few reads, where orders end in their sequence', async () => {
    const counts = fc.nat({ max: 5_000 }).chain((open) => fc.tuple(fc.constant(open), fc.nat({ max: open })));
    await fc.assert(
      fc.asyncProperty(counts, async ([open, ended]) => {
        let reads = 0;
        const orders = Array.from({ length: open }, (_, n) => n);
        const waiting = await estimateWaiting(orders, async (n) => {
          reads += 1;
          return n < ended;
        });
        expect(waiting).toBe(open - ended);
        expect(reads).toBeLessThanOrEqual(Math.ceil(Math.log2(open + 1)));
      }),
    );
  });
});
