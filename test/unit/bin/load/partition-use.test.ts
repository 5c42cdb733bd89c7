import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hottestSkus, partitionUse } from '../../../../bin/load/partition-use.ts';

const ends = (topic: string, counts: readonly number[]) => counts.map((end, partition) => ({ topic, partition, end }));

describe('partitionUse', () => {
  it('counts what each topic received meanwhile, and how uneven it is', () => {
    const before = [...ends('a', [5, 0, 7, 0]), ...ends('b', [3])];
    const after = [...ends('a', [5, 1, 16, 0]), ...ends('b', [3])];
    expect(partitionUse(before, after)).toEqual([
      { topic: 'a', partitions: 4, used: 2, records: 10, hottest: { partition: 2, share: 0.9 }, skew: 3.6 },
      { topic: 'b', partitions: 1, used: 0, records: 0 },
    ]);
  });

  it('has a hottest partition between an even share and all of it', () => {
    const counts = fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 48 });
    fc.assert(
      fc.property(counts, (received) => {
        const [use] = partitionUse(
          ends(
            'a',
            received.map(() => 9),
          ),
          ends(
            'a',
            received.map((n) => n + 9),
          ),
        );
        expect(use?.records).toBe(received.reduce((sum, n) => sum + n, 0));
        expect(use?.used).toBe(received.filter((n) => n > 0).length);
        if (use?.hottest === undefined) return;
        expect(use.hottest.share).toBeGreaterThanOrEqual(1 / received.length - 1e-4);
        expect(use.hottest.share).toBeLessThanOrEqual(1);
        expect(received[use.hottest.partition]).toBe(Math.max(...received));
      }),
    );
  });
});

it('hottestSkus lists the SKUs with the most lines', () => {
  const orders = [{ skus: ['a', 'b'] }, { skus: ['b', 'c'] }, { skus: ['b'] }];
  expect(hottestSkus(orders, 2)).toEqual([
    { sku: 'b', lines: 3, share: 0.6 },
    { sku: 'a', lines: 1, share: 0.2 },
  ]);
  expect(hottestSkus([], 2)).toEqual([]);
});
