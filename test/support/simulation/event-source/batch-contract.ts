import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { firstOffsets, ok, placesOf, to, upTo } from './deliveries.ts';
import type { OnBench } from './event-source-bench.ts';

/** How records are batched and ordered. */
export const batchContract = (on: OnBench): void => {
  it(
    'delivers every record, in the order of its partition, one batch of a partition at a time',
    on(3, async (bench) => {
      const working = new Set<number>();
      const overlaps: number[] = [];
      const reader = await bench.read(async ({ records }) => {
        const partitions = new Set(records.map(({ partition }) => partition));
        overlaps.push(...working.intersection(partitions));
        for (const partition of partitions) working.add(partition);
        await turnOfTheLoop();
        for (const partition of partitions) working.delete(partition);
        return ok;
      });
      for (const value of upTo(10)) await bench.send(...upTo(3).map((partition) => to(partition, String(value))));
      await reader.drained();
      expect(overlaps).toEqual([]);
      expect(await reader.positions()).toEqual([10, 10, 10]);
      for (const partition of upTo(3)) expect(firstOffsets(reader, partition)).toEqual(upTo(10));
      for (const { records } of reader.deliveries)
        for (const [, part] of Map.groupBy(records, ({ partition }) => partition))
          expect(part.map(({ offset }) => offset)).toEqual(part.map((_, index) => (part[0]?.offset ?? 0) + index));
    }),
  );

  it(
    'puts several partitions into one batch',
    on(12, async (bench) => {
      await bench.send(...upTo(12).map((partition) => to(partition, 'x')));
      const reader = await bench.read(() => ok);
      await reader.drained();
      const partitions = reader.deliveries.map(
        ({ records }) => new Set(records.map(({ partition }) => partition)).size,
      );
      expect(Math.max(...partitions)).toBeGreaterThan(1);
    }),
  );

  it(
    'puts no more into a batch than it may have, over all partitions',
    on(2, async (bench) => {
      await bench.send(...upTo(8).map((value) => to(value % 2, String(value))));
      const reader = await bench.read(() => ok, { batch: 3 });
      await reader.drained();
      expect(placesOf(reader)).toHaveLength(8);
      const sizes = reader.deliveries.map(({ records }) => records.length);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(3);
    }),
  );
};
