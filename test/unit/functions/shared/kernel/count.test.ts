import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plus, times } from '../../../../../functions/shared/kernel/count.ts';

const count = () => fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }));

describe('a count', () => {
  it('is added and multiplied without loss, and is a number only within the safe integers', () => {
    fc.assert(
      fc.property(count(), count(), (a, b) => {
        for (const [result, exact] of [
          [plus(a, b), BigInt(a) + BigInt(b)],
          [times(a, b), BigInt(a) * BigInt(b)],
        ] as const) {
          expect(BigInt(result)).toBe(exact);
          expect(typeof result === 'number').toBe(Number.isSafeInteger(Number(exact)));
        }
      }),
    );
  });
});
