import { expect, it } from 'vitest';
import { ProduceRefused, RecordsRefused } from '../../../../functions/shared/runtime/kafka/produce-failure.ts';
import type { Consumer } from '../../../../schemas/catalogue.ts';
import { firstOffsets, ok, textsOf, to, upTo } from './deliveries.ts';
import type { OnBench } from './event-source-bench.ts';

/** How producers' records are delivered. */
export const recordContract = (on: OnBench): void => {
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
      // The brokers refuse one record for good, the simulated ones a send.
      await expect(bench.sendWhatIsRefused()).rejects.toSatisfy(
        (thrown) => thrown instanceof RecordsRefused || thrown instanceof ProduceRefused,
      );
      await bench.send(to(0, '5'), to(0, '6'));
      const reader = await bench.read(() => ok);
      await reader.drained();
      expect(textsOf(reader)).toEqual(upTo(7).map(String));
      expect(await reader.positions()).toEqual([7]);
    }),
  );
};
