import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mostOpenAtOnce } from '../../../../bin/load/most-open.ts';

it('mostOpenAtOnce equals a count at each millisecond', () => {
  const order = fc
    .tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 30 }))
    .map(([createdAt, ms]) => ({ createdAt, finalAt: createdAt + ms }));
  fc.assert(
    fc.property(fc.array(order), (orders) => {
      const openAt = (at: number) => orders.filter(({ createdAt, finalAt }) => createdAt <= at && at < finalAt).length;
      expect(mostOpenAtOnce(orders)).toBe(Math.max(...Array.from({ length: 100 }, (_, at) => openAt(at))));
    }),
  );
});
