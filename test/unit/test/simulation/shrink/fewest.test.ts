import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fewest } from '../../../../simulation/shrink/fewest.ts';

const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 40 });

describe('fewest', () => {
  it('finds exactly what it takes to fail', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, fc.func(fc.boolean()), async (all, isNeeded) => {
        const needed = all.filter((one) => isNeeded(one));
        const found = await fewest(all, async (some) => needed.every((one) => some.includes(one)));
        expect(found).toEqual(needed);
      }),
    );
  });

  it('leaves nothing that could be taken out alone, however the failure comes about', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, fc.integer({ min: 1, max: 7 }), async (all, divisor) => {
        const fails = async (some: readonly number[]) => some.length === all.length || some.length % divisor === 1;
        const found = await fewest(all, fails);
        expect(await fails(found)).toBe(true);
        if (found.length === 0) return;
        for (const index of found.keys()) expect(await fails(found.toSpliced(index, 1))).toBe(false);
      }),
    );
  });

  it('asks for few runs where little is needed', async () => {
    let runs = 0;
    const all = Array.from({ length: 256 }, (_, index) => index);
    await fewest(all, async (some) => {
      runs += 1;
      return some.includes(77);
    });
    expect(runs).toBeLessThan(40);
  });
});
