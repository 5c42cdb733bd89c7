import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UnreadOffsets } from '../../../../../../functions/shared/runtime/kafka/unread-offsets.ts';

const topic = 'orders.created';
const anyRange = fc
  .record({ partition: fc.nat({ max: 2 }), from: fc.nat({ max: 30 }), length: fc.nat({ max: 4 }) })
  .map(({ partition, from, length }) => ({ topic, partition, from, end: from + length }));

it('takes exactly the existing offsets of its ranges, in batches of any size', () => {
  fc.assert(
    fc.property(fc.array(anyRange), fc.integer({ min: 1, max: 5 }), fc.nat({ max: 30 }), (ranges, batch, first) => {
      const wanted = new UnreadOffsets(ranges);
      const taken: string[] = [];
      for (const partition of [0, 1, 2]) {
        // Before the first seek, a reader is at the log start offset.
        for (let at: number | undefined = first; at !== undefined && at < 40; ) {
          for (let offset = at; offset < at + batch && offset < 40; offset += 1)
            if (wanted.take(topic, partition, offset)) taken.push(`${partition}-${offset}`);
          const next = wanted.nextOf(topic, partition);
          if (next !== undefined) expect(next).toBeGreaterThanOrEqual(at + batch);
          at = next;
        }
      }
      const there = ranges.flatMap(({ partition, from, end }) =>
        Array.from({ length: end - from }, (_, index) => from + index)
          .filter((offset) => offset >= first)
          .map((offset) => `${partition}-${offset}`),
      );
      expect(taken.sort()).toEqual([...new Set(there)].sort());
      expect(wanted.isEmpty).toBe(true);
    }),
  );
});

it('is not empty before all offsets are taken', () => {
  const wanted = new UnreadOffsets([{ topic, partition: 0, from: 3, end: 5 }]);
  expect(wanted.isEmpty).toBe(false);
  expect(wanted.nextOf(topic, 0)).toBe(3);
  wanted.take(topic, 0, 3);
  expect(wanted.isEmpty).toBe(false);
  wanted.take(topic, 0, 4);
  expect(wanted.isEmpty).toBe(true);
  expect(wanted.nextOf(topic, 0)).toBeUndefined();
});

it('is empty even if the last offsets are not records', () => {
  const wanted = new UnreadOffsets([{ topic, partition: 0, from: 3, end: 6 }]);
  wanted.take(topic, 0, 3);
  wanted.pass(topic, 0, 4);
  expect(wanted.left).toEqual([{ topic, partition: 0, from: 5, end: 6 }]);
  wanted.pass('orders.created.dlq', 0, 5);
  wanted.pass(topic, 1, 5);
  expect(wanted.isEmpty).toBe(false);
  wanted.pass(topic, 0, 5);
  expect(wanted.isEmpty).toBe(true);
});
