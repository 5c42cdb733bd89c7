import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveBrokerCount } from '../../../../lib/config/broker-count.ts';

describe('resolveBrokerCount', () => {
  it.each([
    { atLeast: 5, zones: 3, count: 6 },
    { atLeast: 6, zones: 3, count: 6 },
    { atLeast: 7, zones: 3, count: 9 },
    { atLeast: 5, zones: 2, count: 6 },
    { atLeast: 4, zones: 2, count: 4 },
    { atLeast: 1, zones: 3, count: 3 },
    { atLeast: 0, zones: 2, count: 2 },
  ])('takes $count brokers for at least $atLeast over $zones zones', ({ atLeast, zones, count }) => {
    expect(resolveBrokerCount({ atLeast }, zones)).toBe(count);
  });

  it('is the smallest multiple of the zones that is enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.constantFrom(2, 3), (atLeast, zones) => {
        const count = resolveBrokerCount({ atLeast }, zones);
        expect(count % zones).toBe(0);
        expect(count).toBeGreaterThanOrEqual(atLeast);
        expect(count - zones).toBeLessThan(atLeast);
      }),
    );
  });

  it('takes an exact number that is legal', () => {
    expect(resolveBrokerCount({ exactly: 9 }, 3)).toBe(9);
  });

  it.each([
    { exactly: 5, zones: 3, smallest: 6 },
    { exactly: 5, zones: 2, smallest: 6 },
    { exactly: 0, zones: 3, smallest: 3 },
  ])('refuses exactly $exactly over $zones zones in the words of Amazon MSK', ({ exactly, zones, smallest }) => {
    expect(() => resolveBrokerCount({ exactly }, zones)).toThrow(
      new RegExp(
        `exactly ${exactly} over ${zones} zones.*"The target number of broker nodes must be a multiple of the number of Availability Zones\\.".*${smallest}\\.$`,
      ),
    );
  });
});
