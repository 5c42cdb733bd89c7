import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discardedRecord } from '../../../../../functions/ops/dead-letters/discarded-record.ts';
import type { KafkaRecord } from '../../../../../functions/shared/runtime/idioms/kafka-record.ts';
import { kafkaDeadLetters } from '../../../../../functions/shared/runtime/kafka/kafka-dead-letters.ts';
import type { OutgoingRecord } from '../../../../../functions/shared/runtime/kafka/outgoing-record.ts';
import { recordHeaders } from '../../../../../functions/shared/runtime/kafka/record-headers.ts';
import { toEventRecord } from '../../../../../localstack/event-source/delivery/event-record.ts';
import { type FailureCause, failureMessage } from '../../../../../localstack/event-source/delivery/failure-envelope.ts';

const topic = 'orders.created';
const bytes = fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array));
const anyRecord: fc.Arbitrary<KafkaRecord> = fc.record({
  topic: fc.constant(topic),
  partition: fc.nat({ max: 47 }),
  offset: fc.nat(),
  timestamp: fc.nat(),
  key: fc.option(bytes),
  value: fc.option(bytes),
  // Distinct names: kafkajs keeps the order only of headers of the same name.
  headers: fc.uniqueArray(
    fc.record({
      name: fc
        .string({ unit: fc.constantFrom('a', 'b', '-', '_'), minLength: 1, maxLength: 8 })
        .filter((name) => !name.startsWith('dlq-')),
      value: bytes,
    }),
    { selector: ({ name }) => name, maxLength: 4 },
  ),
});

/** The dead letter of a record from a function. */
const deadLetterOf = async (record: KafkaRecord, cause = 'why', service?: string): Promise<KafkaRecord> => {
  const sent: OutgoingRecord[] = [];
  const producer = {
    send: async (records: readonly OutgoingRecord[]) => void sent.push(...records),
    partitionOf: () => undefined,
    disconnect: async () => undefined,
  };
  await kafkaDeadLetters(producer, service).deadLetter([{ record, cause }], { remainingMs: () => 1_000 });
  const [letter] = sent;
  if (!letter) throw new Error('nothing was dead-lettered');
  const { key, value, partition = -1, headers } = letter;
  const place = { topic: letter.topic, partition, offset: 7, timestamp: 1_000 };
  return { ...place, key: key as Buffer | null, value: value as Buffer | null, headers: recordHeaders(headers) };
};

const arn = (name: string) => `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;
const exhausted: FailureCause = {
  condition: 'RetriesExhausted',
  requestId: 'request',
  functionArn: arn('orderstream-dev-payment-charge'),
  invocations: 101,
  functionError: 'Unhandled',
};

/** The dead letter of a record from an event source. */
const exhaustedLetter = (record: KafkaRecord, cause: FailureCause = exhausted): KafkaRecord => {
  const headers = record.headers.map(({ name, value }) => [name, value] as const);
  const polled = toEventRecord({ ...record, timestampType: 'CREATE_TIME', headers }, 0);
  const source = { eventSourceArn: 'arn:aws:kafka:cluster', bootstrapServers: 'b:9096', topic };
  const { key, value } = failureMessage(source, polled, cause, 0);
  const place = { topic: `${topic}.dlq`, partition: 0, offset: 1, timestamp: 5 };
  return { ...place, key, value: Buffer.from(value), headers: [] };
};

const plain: KafkaRecord = {
  ...{ topic, partition: 13, offset: 804, timestamp: 4, key: Buffer.from('id'), value: Buffer.from('{}') },
  headers: [{ name: 'ce_type', value: Buffer.from('ORDER_CREATED') }],
};
const byName = (record: KafkaRecord | undefined) =>
  record && { ...record, headers: record.headers.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };

describe('a dead letter of a function', () => {
  it('has cause, attempts and consumer', async () => {
    expect(discardedRecord(topic, await deadLetterOf(plain, 'not JSON', 'payment'))).toMatchObject({
      by: 'function',
      cause: 'not JSON',
      attempts: 1,
      group: 'payment-charge.orders',
    });
  });

  it('names no consumer if its headers do not, or if the topic has none of that service', async () => {
    expect(discardedRecord(topic, await deadLetterOf(plain))).not.toHaveProperty('group');
    expect(discardedRecord(topic, await deadLetterOf(plain, 'why', 'ops'))).not.toHaveProperty('group');
  });

  it('contains the original record, whatever its content', async () => {
    await fc.assert(
      fc.asyncProperty(anyRecord, async (record) => {
        const { by, originals } = discardedRecord(topic, await deadLetterOf(record, 'why', 'order'));
        expect(by).toBe('function');
        // The original timestamp is not kept.
        expect(originals.map(byName)).toEqual([byName({ ...record, timestamp: 1_000 })]);
      }),
    );
  });

  it.each([
    ['another topic', 'dlq-source-topic', 'payments.completed'],
    ['no partition', 'dlq-partition', '-1'],
    ['no offset', 'dlq-offset', '1e3'],
  ])('is unknown if its headers name %s', async (_, name, value) => {
    const letter = await deadLetterOf(plain);
    const headers = letter.headers.map((header) =>
      header.name === name ? { name, value: Buffer.from(value) } : header,
    );
    expect(discardedRecord(topic, { ...letter, headers })).toMatchObject({ by: 'unknown', originals: [] });
  });
});

describe('a dead letter of an event source', () => {
  it('has cause, attempts and consumer', () => {
    expect(discardedRecord(topic, exhaustedLetter(plain))).toMatchObject({
      by: 'event-source',
      cause: 'RetriesExhausted: Unhandled',
      attempts: 101,
      group: 'payment-charge.orders',
    });
  });

  it.each<FailureCause>([
    { ...exhausted, functionError: null },
    { ...exhausted, condition: 'RecordAgeExceeded' },
    { ...exhausted, condition: 'MaximumPayloadSizeExceeded' },
  ])('requires no error of the function: $condition', (cause) => {
    expect(discardedRecord(topic, exhaustedLetter(plain, cause))).toMatchObject({
      cause: cause.condition,
      originals: [plain],
    });
  });

  it.each(['some-function', 'orderstream-dev-inventory-ledger'])('names no consumer for %s', (name) => {
    const letter = exhaustedLetter(plain, { ...exhausted, functionArn: arn(name) });
    expect(discardedRecord(topic, letter)).not.toHaveProperty('group');
  });

  it('contains the original record, whatever its content', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        expect(discardedRecord(topic, exhaustedLetter(record))).toMatchObject({
          by: 'event-source',
          originals: [record],
        });
      }),
    );
  });

  const changed = (change: (payload: { records: Record<string, Record<string, unknown>[]> }) => void): KafkaRecord => {
    const letter = exhaustedLetter(plain);
    const envelope = JSON.parse(String(letter.value));
    change(envelope.payload);
    return { ...letter, value: Buffer.from(JSON.stringify(envelope)) };
  };
  const records = (payload: { records: Record<string, Record<string, unknown>[]> }) =>
    payload.records[`${topic}-13`] ?? [];

  it('may contain several records', () => {
    const letter = changed((payload) => records(payload).push({ ...records(payload)[0], offset: 805 }));
    expect(discardedRecord(topic, letter).originals).toEqual([plain, { ...plain, offset: 805 }]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['topic', { topic: 'payments.completed' }],
    ['partition', { partition: -1 }],
    ['offset', { offset: '804' }],
    ['timestamp', { timestamp: undefined }],
    ['key', { key: 1 }],
    ['value', { value: {} }],
    ['headers', { headers: 'none' }],
    ['header', { headers: [{ a: 'text' }] }],
    ['byte', { headers: [{ a: ['x'] }] }],
  ])('has no originals with an invalid %s', (_, fault) => {
    const letter = changed((payload) => records(payload).push({ ...records(payload)[0], ...fault }));
    expect(discardedRecord(topic, letter)).toMatchObject({ by: 'event-source', originals: [] });
  });
});

describe('a record from elsewhere', () => {
  it.each([null, '', 'not JSON', '[]', 'null', '{"requestContext":{}}', '{"requestContext":{"functionArn":"a"}}'])(
    'is unknown: %s',
    (value) => {
      const letter = { ...plain, value: value === null ? null : Buffer.from(value), headers: [] };
      expect(discardedRecord(topic, letter)).toMatchObject({ by: 'unknown', originals: [] });
    },
  );

  it('never throws', () => {
    const json = fc.json().map((text) => Buffer.from(text));
    const dlq = fc.constantFrom('dlq-cause', 'dlq-source-topic', 'dlq-partition', 'dlq-offset', 'dlq-attempts');
    const headers = fc.array(fc.record({ name: dlq, value: bytes }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.option(fc.oneof(bytes, json)), headers, (value, of) => {
        expect(discardedRecord(topic, { ...plain, value, headers: of })).toMatchObject({ by: 'unknown' });
      }),
    );
  });
});
