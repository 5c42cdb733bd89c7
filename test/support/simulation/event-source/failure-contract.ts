import { expect, it } from 'vitest';
import { partitionName } from '../../../../functions/shared/runtime/idioms/kafka-record.ts';
import { failing, failingFrom, firstOffsets, ok, place, textOf, times, to, upTo } from './deliveries.ts';
import type { Answer, EventSourceBench, OnBench } from './event-source-bench.ts';

/** Which records are redelivered, and which are dead-lettered. */
export const failureContract = (on: OnBench): void => {
  it(
    'brings again what failed, nothing before it, and goes on with other partitions',
    on(2, async (bench) => {
      let broken = true;
      const reader = await bench.read((delivery) =>
        failingFrom((record) => broken && record.partition === 0 && record.offset >= 2, delivery),
      );
      await bench.send(...upTo(5).map((value) => to(0, `a${value}`)));
      await reader.until('what fails to come again', () => times(reader, 'a2') > 1);
      await bench.send(...upTo(3).map((value) => to(1, `b${value}`)));
      await reader.until('the other partition', async () => (await reader.positions())[1] === 3);
      expect((await reader.positions())[0]).toBe(2);
      broken = false;
      await reader.drained();
      expect(await reader.positions()).toEqual([5, 3]);
      expect(firstOffsets(reader, 0)).toEqual(upTo(5));
      expect(['a0', 'a1', 'b0', 'b1', 'b2'].map((text) => times(reader, text))).toEqual([1, 1, 1, 1, 1]);
    }),
  );

  it.each<[string, (bench: EventSourceBench) => Answer]>([
    ['crashes the function', () => 'crash'],
    ['is answered with what was not in it', ({ topic }) => failing([{ topic, partition: 0, offset: 99 }])],
  ])('brings a whole batch again that %s', (_, answer) =>
    on(2, async (bench) => {
      await bench.send(...upTo(6).map((value) => to(value % 2, String(value))));
      const reader = await bench.read((_delivery, nth) => (nth === 0 ? answer(bench) : ok));
      await reader.drained();
      const [first, ...later] = reader.deliveries;
      const again = later.flatMap(({ records }) => records.map(place));
      expect(again).toEqual(expect.arrayContaining(first?.records.map(place) ?? []));
      expect([...again].sort()).toEqual(['0@0', '0@1', '0@2', '1@0', '1@1', '1@2']);
      for (const partition of upTo(2))
        expect(again.filter((one) => one.startsWith(`${partition}@`))).toEqual(
          upTo(3).map((offset) => `${partition}@${offset}`),
        );
    })(),
  );

  it(
    'dead-letters a failed batch after its last attempt, and continues',
    on(1, async (bench) => {
      const reader = await bench.read((delivery) => failingFrom((one) => textOf(one) === 'poison', delivery), {
        attempts: 3,
      });
      await bench.send(to(0, 'good'), to(0, 'poison'), { ...to(0, 'next'), key: null });
      await reader.until('the poison to be tried', () => times(reader, 'poison') > 0);
      await bench.send(to(0, 'later'));
      await reader.drained();
      expect(['good', 'poison', 'later'].map((text) => times(reader, text))).toEqual([1, 3, 1]);
      const tried = reader.deliveries.filter(({ records }) => records.some((one) => textOf(one) === 'poison'));
      const failed = (tried.at(-1)?.records ?? []).filter((one) => textOf(one) !== 'good');
      const letters = await bench.letters();
      const read = letters.map((letter) => ({ ...letter, value: JSON.parse(textOf(letter)) }));
      const offsetOf = ({ value }: (typeof read)[number]) => Number(value.KafkaBatchInfo.recordInfo.offset);
      expect(read.toSorted((one, other) => offsetOf(one) - offsetOf(other))).toEqual(
        failed.map(({ key, ...record }) => ({
          ...{
            topic: `${bench.topic}.dlq`,
            partition: expect.any(Number),
            offset: expect.any(Number),
            timestamp: expect.any(Number),
          },
          ...{ timestampType: 'CREATE_TIME', headers: [], ...(key != null && { key }) },
          value: expect.objectContaining({
            requestContext: expect.objectContaining({ condition: 'RetriesExhausted', approximateInvokeCount: 3 }),
            responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: null },
            version: '1.0',
            KafkaBatchInfo: expect.objectContaining({
              batchSize: 1,
              recordInfo: { offset: String(record.offset), timestamp: new Date(record.timestamp).toISOString() },
            }),
            payload: expect.objectContaining({
              eventSource: 'aws:kafka',
              records: { [partitionName(record)]: [{ ...record, ...(key != null && { key }) }] },
            }),
          }),
        })),
      );
    }),
  );

  it(
    'isolates the one record that crashes the function, and dead-letters no other',
    on(2, async (bench) => {
      await bench.send(...['a', 'b', 'poison', 'c', 'd'].map((value) => to(0, value)), to(1, 'e'));
      const reader = await bench.read(
        ({ records }) => (records.some((one) => textOf(one) === 'poison') ? 'crash' : ok),
        { attempts: 2 },
      );
      await reader.drained();
      const letters = (await bench.letters()).map((letter) => JSON.parse(textOf(letter)));
      expect(letters).toMatchObject([
        {
          responseContext: { functionError: 'Unhandled' },
          payload: { records: { [`${bench.topic}-0`]: [{ offset: 2 }] } },
        },
      ]);
      const survived = reader.deliveries.filter(({ records }) => records.every((one) => textOf(one) !== 'poison'));
      const texts = survived.flatMap(({ records }) => records.map(textOf));
      expect([...texts].sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
      expect(texts.filter((text) => text !== 'e')).toEqual(['a', 'b', 'c', 'd']);
      expect(times(reader, 'poison')).toBeGreaterThanOrEqual(2);
      // The bisected batch soon excludes the other records.
      expect(times(reader, 'e')).toBeLessThanOrEqual(2);
    }),
  );
};
