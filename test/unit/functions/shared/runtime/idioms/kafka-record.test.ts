import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeRecords } from '../../../../../../functions/shared/runtime/idioms/kafka-record.ts';

const sample = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../../support/aws-events/${name}`, import.meta.url), 'utf8'));

describe('records of an event source mapping', () => {
  it('reads the documented sample', () => {
    expect(decodeRecords(sample('kafkaEventMsk.json'))).toEqual([
      {
        topic: 'mytopic',
        partition: 0,
        offset: 15,
        timestamp: 1545084650987,
        key: Buffer.from('recordKey'),
        value: Buffer.from('{"key":"value"}'),
        headers: [{ name: 'headerKey', value: Buffer.from('headerValue') }],
      },
    ]);
  });

  it('treats a null key and an absent key alike', () => {
    const keys = decodeRecords(sample('kafka-json-keys.json')).map(({ key }) => key === null);
    expect(keys).toContain(true);
    expect(keys).toContain(false);
  });

  it('distinguishes an empty value from none, and reads signed header bytes', () => {
    const record = { topic: 't', partition: 1, offset: 2, timestamp: 3 };
    const records = {
      't-1': [
        { ...record, value: '', headers: [{ name: [-61, -85] }, { name: [98] }, { none: null }] },
        { ...record, value: null },
        record,
      ],
    };
    const decoded = decodeRecords({ eventSource: 'aws:kafka', records });
    expect(decoded.map(({ value }) => value)).toEqual([Buffer.alloc(0), null, null]);
    expect(decoded[0]?.headers.map(({ name, value }) => [name, value.toString()])).toEqual([
      ['name', 'ë'],
      ['name', 'b'],
      // A foreign producer's header must not fail the whole batch.
      ['none', ''],
    ]);
  });
});
