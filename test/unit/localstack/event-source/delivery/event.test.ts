import { readFileSync } from 'node:fs';
import type { MSKEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import {
  type EventSource,
  eventPayload,
  PayloadSize,
} from '../../../../../localstack/event-source/delivery/event-payload.ts';
import { type PolledRecord, toEventRecord } from '../../../../../localstack/event-source/delivery/event-record.ts';
import { polledRecord } from '../../../../support/event-source/records.ts';

const sample = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../support/aws-events/${name}`, import.meta.url), 'utf8'));

const source: EventSource = {
  eventSourceArn: 'arn:aws:kafka:us-east-1:0123456789019:cluster/SalesCluster/abcd1234-abcd-cafe-abab-9876543210ab-4',
  bootstrapServers:
    'b-2.demo-cluster-1.a1bcde.c1.kafka.us-east-1.amazonaws.com:9092,b-1.demo-cluster-1.a1bcde.c1.kafka.us-east-1.amazonaws.com:9092',
  topic: 'mytopic',
};

const ofSample: PolledRecord = {
  topic: 'mytopic',
  partition: 0,
  offset: 15,
  timestamp: 1545084650987,
  timestampType: 'CREATE_TIME',
  key: Buffer.from('recordKey'),
  value: Buffer.from('{"key":"value"}'),
  headers: [['headerKey', Buffer.from('headerValue')]],
};

const render = (...records: readonly PolledRecord[]): MSKEvent =>
  JSON.parse(
    eventPayload(
      source,
      records.map((record) => toEventRecord(record, 0)),
    ),
  );

const rendered = (overrides: Partial<PolledRecord>) => JSON.parse(toEventRecord({ ...ofSample, ...overrides }, 0).json);

/** Names and JSON types, in order, of everything in a value. */
const shape = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.entries(value).map(([name, inner]) => [name, shape(inner)]);
};

describe('the event', () => {
  it.each(['kafka-base.json', 'kafkaEventMsk.json'])('B1, B3: is %s of AWS, key by key', (name) => {
    expect(render(ofSample)).toEqual(sample(name));
    expect(shape(render(ofSample))).toEqual(shape(sample(name)));
  });

  it('B6: is kafka-json-keys.json of AWS but for null keys, which are absent (there: both null and absent)', () => {
    const value = Buffer.from(sample('kafka-json-keys.json').records['mytopic-0'][0].value, 'base64');
    const event = render(
      { ...ofSample, value },
      { ...ofSample, value, offset: 16, timestamp: 1545084650988, key: null },
      { ...ofSample, value, offset: 17, timestamp: 1545084650989, key: null },
    );
    const expected = sample('kafka-json-keys.json');
    delete expected.records['mytopic-0'][2].key;
    expect(event).toEqual(expected);
  });

  it('B1, B11, B13: has no awsRegion, eventVersion, eventID or group, and is not of a self-managed cluster', () => {
    const selfManaged = sample('kafkaEventSelfManaged.json');
    expect(Object.keys(render(ofSample))).toEqual(['eventSource', 'eventSourceArn', 'bootstrapServers', 'records']);
    expect(render(ofSample).eventSource).toBe('aws:kafka');
    expect(render(ofSample).records).toEqual(selfManaged.records);
  });

  it('B2: groups records by "<topic>-<partition>", in offset order (samples)', () => {
    const event = render(polledRecord(11, 4), polledRecord(2, 7), polledRecord(11, 5));
    expect(Object.keys(event.records)).toEqual(['mytopic-11', 'mytopic-2']);
    expect(event.records['mytopic-11']?.map(({ offset }) => offset)).toEqual([4, 5]);
  });

  it('B4: has LOG_APPEND_TIME where the broker stamped the record', () => {
    expect(rendered({ timestampType: 'LOG_APPEND_TIME' }).timestampType).toBe('LOG_APPEND_TIME');
  });

  it('B5: has key and value in padded standard base64, whatever the bytes are (kafka-filtering)', () => {
    expect(rendered({ key: Buffer.from([0xfb, 0xff]), value: Buffer.from('{"a":1}') })).toMatchObject({
      key: '+/8=',
      value: 'eyJhIjoxfQ==',
    });
  });

  it('B7: has no value for a tombstone (Powertools for TypeScript, issues 4988 and 5016)', () => {
    expect(rendered({ value: null })).not.toHaveProperty('value');
  });

  it('B8: has "" for a key or value of no bytes', () => {
    expect(rendered({ key: Buffer.alloc(0), value: Buffer.alloc(0) })).toMatchObject({ key: '', value: '' });
  });

  it('B9: has headers as one-key objects in record order, repeated names apart, none as [] (kafka-filtering)', () => {
    const [a, b] = [Buffer.from('a'), Buffer.from('b')];
    expect(rendered({ headers: [] }).headers).toEqual([]);
    expect(
      rendered({
        headers: [
          ['z', a],
          ['y', b],
          ['z', b],
        ],
      }).headers,
    ).toEqual([{ z: [97] }, { y: [98] }, { z: [98] }]);
  });

  it('B10: has header bytes signed (Powertools for Python, issue 6862)', () => {
    const { headers } = rendered({
      headers: [
        ['name', Buffer.from('ë')],
        ['edge', Buffer.from([127, 128, 255])],
      ],
    });
    expect(headers).toEqual([{ name: [-61, -85] }, { edge: [127, -128, -1] }]);
    expect(Buffer.from(headers[0].name).toString()).toBe('ë');
  });
});

describe('the size of an event', () => {
  it('C2: counts every byte of the JSON text (invocation-eventsourcemapping)', () => {
    const records = [
      toEventRecord({ ...ofSample, headers: [['naïve', Buffer.from([200])]] }, 0),
      toEventRecord({ ...ofSample, partition: 12 }, 0),
      toEventRecord({ ...ofSample, offset: 16, key: null }, 0),
      toEventRecord({ ...ofSample, partition: 3, value: null }, 0),
    ];
    for (let count = 0; count <= records.length; count += 1) {
      const size = new PayloadSize(source);
      for (const record of records.slice(0, count)) expect(size.add(record)).toBe(true);
      expect(size.bytes).toBe(Buffer.byteLength(eventPayload(source, records.slice(0, count))));
    }
  });

  it('renders a record once for all mappings that share it', () => {
    let renderings = 0;
    const value = Object.assign(Buffer.from('{}'), {
      toString(encoding: BufferEncoding) {
        renderings += 1;
        return Buffer.prototype.toString.call(this, encoding);
      },
    });
    const record = polledRecord(0, 0, { value });
    const [first, second] = [toEventRecord(record, 1), toEventRecord(record, 2)];
    expect(renderings).toBe(1);
    expect(second).toEqual({ ...first, arrivedAt: 2 });
  });
});
