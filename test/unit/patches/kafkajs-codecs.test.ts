import '../../../localstack/event-source/kafka/kafka-client.ts';
import { readFileSync } from 'node:fs';
import kafkajs from 'kafkajs';
import fetchAnswer from 'kafkajs/src/protocol/requests/fetch/v11/response.js';
import { describe, expect, it } from 'vitest';

interface Compressed {
  readonly client: string;
  readonly codec: 'Snappy' | 'LZ4' | 'ZSTD';
  readonly repeats: number;
  readonly bytes: string;
}

const compressed: readonly Compressed[] = JSON.parse(
  readFileSync(new URL('compressed-by-others.json', import.meta.url), 'utf8'),
);
/** What each of them was made of. */
const text = Array.from({ length: 400 }, (_, n) => `record ${n % 37} of an order, `).join('');

const decompress = (codec: Compressed['codec'], bytes: Buffer): Promise<Buffer> =>
  kafkajs.CompressionCodecs[kafkajs.CompressionTypes[codec]]().decompress(bytes);

describe('records compressed by another client', () => {
  it.each(compressed)('$codec of $client are read', async ({ codec, repeats, bytes }) => {
    expect(String(await decompress(codec, Buffer.from(bytes, 'base64')))).toBe(text.repeat(repeats));
  });

  it('Snappy that was not in a frame of the Java library is read as well as in one', async () => {
    const starts = compressed
      .filter(({ codec }) => codec === 'Snappy')
      .map(({ bytes }) => Buffer.from(bytes, 'base64').toString('latin1', 1, 7));
    expect(new Set(starts.map((start) => start === 'SNAPPY'))).toEqual(new Set([true, false]));
  });
});

const int = (bytes: 2 | 4 | 8, value: number): Buffer => {
  const field = Buffer.alloc(bytes);
  if (bytes === 8) field.writeBigInt64BE(BigInt(value));
  else field.writeIntBE(value, 0, bytes);
  return field;
};
const array = (...elements: readonly Buffer[]): Buffer => Buffer.concat([int(4, elements.length), ...elements]);

const batch = (firstOffset: number, codec: number, records: Buffer): Buffer => {
  const rest = Buffer.concat([
    ...[int(4, 0), Buffer.of(2), int(4, 0), int(2, codec), int(4, 0)],
    ...[int(8, 0), int(8, 0), int(8, -1), int(2, -1), int(4, -1), int(4, 1), records],
  ]);
  return Buffer.concat([int(8, firstOffset), int(4, rest.length), rest]);
};
const partition = (number: number, batches: Buffer): Buffer =>
  Buffer.concat([
    ...[int(4, number), int(2, 0), int(8, 0), int(8, 0), int(8, 0), array(), int(4, -1)],
    ...[int(4, batches.length), batches],
  ]);
const topic = (name: string, ...partitions: readonly Buffer[]): Buffer =>
  Buffer.concat([int(2, name.length), Buffer.from(name), array(...partitions)]);
const answer = (...topics: readonly Buffer[]): Buffer =>
  Buffer.concat([int(4, 0), int(2, 0), int(4, 0), array(...topics)]);

describe('a batch that cannot be decompressed', () => {
  const broken = Buffer.from('no compressed records');

  it.each([
    [2, 'Snappy'],
    [3, 'LZ4'],
    [4, 'Zstandard'],
  ])('names codec %i, %s, topic, partition and offset', async (codec, name) => {
    const received = answer(
      topic('orders.created', partition(3, Buffer.alloc(0))),
      topic('payments.completed', partition(0, Buffer.alloc(0)), partition(7, batch(4_711, codec, broken))),
    );
    const failure = await fetchAnswer.decode(received).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({
      name: 'UnreadableBatch',
      retriable: false,
      message: expect.stringMatching(
        new RegExp(`^The ${name} batch at offset 4711 of payments.completed-7 cannot be decompressed: .+`),
      ),
    });
  });

  it('is no other error, and an answer without records is read as before', async () => {
    await expect(fetchAnswer.decode(answer(topic('orders.created', int(4, 3))))).rejects.toThrow(RangeError);
    await expect(
      fetchAnswer.decode(answer(topic('orders.created', partition(3, Buffer.alloc(0))))),
    ).resolves.toMatchObject({
      responses: [{ topicName: 'orders.created', partitions: [{ partition: 3, messages: [] }] }],
    });
  });
});
