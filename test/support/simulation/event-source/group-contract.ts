import { expect, it } from 'vitest';
import type { PartialBatchResponse } from '../../../../functions/shared/runtime/idioms/batch.ts';
import { firstOffsets, ok, textOf, textsOf, times, to } from './deliveries.ts';
import type { OnBench } from './event-source-bench.ts';

/** Which member receives which records, and whose response counts. */
export const groupContract = (on: OnBench): void => {
  it(
    'delivers again, after a restart, what was not acknowledged, and nothing else',
    on(2, async (bench) => {
      let answering = true;
      const never = new Promise<never>(() => undefined);
      const reader = await bench.read(() => (answering ? ok : never));
      await bench.send(to(0, 'a'), to(1, 'b'));
      await reader.drained();
      answering = false;
      await bench.send(to(0, 'c'), to(1, 'd'));
      await reader.until('both to be worked at', () => times(reader, 'c') + times(reader, 'd') === 2);
      answering = true;
      await reader.restart();
      await bench.send(to(0, 'e'), to(1, 'f'));
      await reader.drained();
      expect(['a', 'b', 'c', 'd', 'e', 'f'].map((text) => times(reader, text))).toEqual([1, 1, 2, 2, 1, 1]);
      expect(firstOffsets(reader, 0)).toEqual([0, 1, 2]);
    }),
  );

  it(
    'acknowledges nothing late, once another has the partition',
    on(2, async (bench) => {
      const late = Promise.withResolvers<PartialBatchResponse>();
      const never = new Promise<never>(() => undefined);
      let restarted = false;
      const reader = await bench.read(({ records }) => {
        if (restarted) return ok;
        return records.some((record) => times(reader, textOf(record)) > 1) ? never : late.promise;
      });
      await bench.send(to(0, 'a'), to(1, 'b'));
      const texts = ['a', 'b'] as const;
      await reader.until('both to be worked at', () => texts.every((text) => times(reader, text) === 1));
      await reader.rebalance();
      await reader.until('one to come to another member', () => texts.some((text) => times(reader, text) > 1));
      const taken = texts.filter((text) => times(reader, text) > 1);
      late.resolve(ok);
      restarted = true;
      await reader.restart();
      await reader.drained();
      // Redelivered: the late response was ignored, and the other one never arrives.
      expect(taken.map((text) => times(reader, text))).toEqual(taken.map(() => 3));
    }),
  );

  it(
    'lets each group go on by itself',
    on(1, async (bench) => {
      let broken = true;
      const slow = await bench.read(() => (broken ? 'crash' : ok));
      const quick = await bench.read(() => ok);
      await bench.send(to(0, 'a'), to(0, 'b'));
      await quick.drained();
      await slow.until('it to fail', () => slow.deliveries.length > 1);
      expect([await quick.positions(), await slow.positions()]).toEqual([[2], [0]]);
      broken = false;
      await slow.drained();
      expect(textsOf(quick)).toEqual(['a', 'b']);
    }),
  );
};
