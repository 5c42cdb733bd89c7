import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { PartialBatchResponse } from '../../../functions/shared/runtime/idioms/batch.ts';
import { type EncodedRecord, partitionName } from '../../../functions/shared/runtime/idioms/kafka-record.ts';
import type { OutgoingRecord } from '../../../functions/shared/runtime/kafka-producer.ts';
import { ProduceRefused } from '../../../functions/shared/runtime/produce-failure.ts';
import type { Consumer } from '../../../schemas/catalogue.ts';
import type { Answer, Delivery, EventSourceBench, OpenBench, Reader } from './event-source-bench.ts';

const ok: PartialBatchResponse = { batchItemFailures: [] };

const failing = (records: readonly Pick<EncodedRecord, 'topic' | 'partition' | 'offset'>[]): PartialBatchResponse => ({
  batchItemFailures: records.map((record) => ({
    itemIdentifier: { partition: partitionName(record), offset: record.offset },
  })),
});

/** As handlers answer: what failed, and all behind it in its partition. */
const failingFrom = (isBad: (record: EncodedRecord) => boolean, { records }: Delivery): PartialBatchResponse =>
  failing(
    records.filter(({ partition, offset }) =>
      records.some((bad) => bad.partition === partition && bad.offset <= offset && isBad(bad)),
    ),
  );

const textOf = ({ value }: EncodedRecord): string => Buffer.from(value ?? '', 'base64').toString();
const place = ({ partition, offset }: EncodedRecord): string => `${partition}@${offset}`;
const placesOf = ({ deliveries }: Reader): readonly string[] =>
  deliveries.flatMap(({ records }) => records.map((record) => place(record)));
const textsOf = ({ deliveries }: Reader): readonly string[] => deliveries.flatMap(({ records }) => records.map(textOf));
const times = (reader: Reader, text: string): number => textsOf(reader).filter((one) => one === text).length;

/** Offsets of a partition, each where it came first. */
const firstOffsets = (reader: Reader, partition: number): readonly number[] => [
  ...new Set(
    reader.deliveries.flatMap(({ records }) =>
      records.filter((record) => record.partition === partition).map(({ offset }) => offset),
    ),
  ),
];

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** A record for a partition. */
const to = (partition: number, value: Buffer | string | null): Omit<OutgoingRecord, 'topic'> => ({
  ...{ partition, value, headers: {} },
  key: `key-${String(value)}`,
});

/** What event source mappings and producers do, whoever plays them. At the same time: a real one is mostly waited for. */
export const eventSourceContract = (name: string, open: OpenBench): void => {
  const on =
    (partitions: number, test: (bench: EventSourceBench) => Promise<void>): (() => Promise<void>) =>
    async () => {
      const bench = await open(partitions);
      try {
        await test(bench);
      } finally {
        await bench.close();
      }
    };

  describe.concurrent(name, () => {
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
      'gives up what failed as often as it may, all that failed with it, and goes on',
      on(1, async (bench) => {
        const reader = await bench.read((delivery) => failingFrom((one) => textOf(one) === 'poison', delivery), {
          attempts: 3,
        });
        await bench.send(to(0, 'good'), to(0, 'poison'), { ...to(0, 'next'), key: null });
        await reader.until('the poison to be given up', async () => ((await reader.positions())[0] ?? 0) > 1);
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
      'finds the one record that crashes the function, and gives up no other',
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
      }),
    );

    const values = [
      ...['{"type":"A"}', '{"type":"B","n":0}', '{"type":"B","n":1}', '{"type":"B"}', '{"type":"C"}', '{}', '[]'],
      ...['[{"type":"C"},{"type":"A"}]', '[[{"type":"A"}]]', 'not JSON', '{"type":"A"', '5', '"C"', 'null', '', null],
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    ];
    it.each<[string, Consumer['only'], readonly number[]]>([
      ['what its filters ask for, or cannot judge', ['A', { type: 'B', where: { n: [0] } }], [2, 3, 4, 5, 6, 8]],
      ['everything without filters', undefined, []],
    ])('delivers %s', (_, only, passedOver) =>
      on(1, async (bench) => {
        await bench.send(...values.map((value) => to(0, value)), to(0, '{"type":"C"}'));
        const reader = await bench.read(() => ok, only && { only });
        await reader.drained();
        const wanted = upTo(values.length).filter((offset) => !passedOver.includes(offset));
        expect(firstOffsets(reader, 0)).toEqual(only === undefined ? [...wanted, values.length] : wanted);
        expect(await reader.positions()).toEqual([values.length + 1]);
      })(),
    );

    it(
      'hands over what was written, byte for byte, as Lambda encodes it',
      on(1, async (bench) => {
        const all = Buffer.from(upTo(256));
        const headers = { plain: 'ë', twice: [Buffer.from([1]), '2'], bytes: all, empty: '' };
        await bench.send(
          ...[
            { key: 'ключ', value: '{"a":"ë"}', headers },
            { key: null, value: null, headers: {} },
            { key: '', value: '', headers: {} },
            { key: all, value: all, headers: {} },
          ].map((record) => ({ ...record, partition: 0 })),
        );
        const reader = await bench.read(() => ok);
        await reader.drained();
        const base64 = (bytes: Buffer | string) => Buffer.from(bytes).toString('base64');
        const signed = (bytes: Buffer | string) => [...new Int8Array(Buffer.from(bytes))];
        expect(reader.deliveries.flatMap(({ records }) => records)).toStrictEqual(
          [
            {
              ...{ key: base64('ключ'), value: base64('{"a":"ë"}') },
              headers: [
                ...[{ plain: [-61, -85] }, { twice: [1] }, { twice: [50] }],
                ...[{ bytes: signed(all) }, { empty: [] }],
              ],
            },
            { headers: [] },
            { key: '', value: '', headers: [] },
            { key: base64(all), value: base64(all), headers: [] },
          ].map((record, offset) => ({
            ...{
              topic: bench.topic,
              partition: 0,
              offset,
              timestamp: expect.any(Number),
              timestampType: 'CREATE_TIME',
            },
            ...record,
          })),
        );
      }),
    );

    it(
      'keeps a key in one partition, and spreads keys',
      on(6, async (bench) => {
        const reader = await bench.read(() => ok);
        const records = upTo(30).map((key) => ({ key: `key-${key}`, value: 'x', headers: {} }));
        await bench.send(...records);
        await bench.send(...records);
        await reader.drained();
        const partitions = Map.groupBy(
          reader.deliveries.flatMap((delivery) => delivery.records),
          ({ key }) => key,
        );
        expect(partitions.size).toBe(30);
        for (const [, [first, ...others]] of partitions)
          expect(others.map(({ partition }) => partition)).toEqual([first?.partition]);
        expect((await reader.positions()).filter((position) => position > 0).length).toBeGreaterThan(1);
      }),
    );

    it(
      'stores once and in order what is acknowledged, and nothing of what is refused',
      on(1, async (bench) => {
        await bench.send(...upTo(5).map((value) => to(0, String(value))));
        await expect(bench.sendWhatIsRefused()).rejects.toBeInstanceOf(ProduceRefused);
        await bench.send(to(0, '5'), to(0, '6'));
        const reader = await bench.read(() => ok);
        await reader.drained();
        expect(textsOf(reader)).toEqual(upTo(7).map(String));
        expect(await reader.positions()).toEqual([7]);
      }),
    );

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
        // Once more: neither was the late answer heard, nor does the other ever come.
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
  });
};
