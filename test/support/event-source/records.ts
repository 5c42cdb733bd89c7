import type { PolledRecord } from '../../../localstack/event-source/delivery/event-record.ts';

/** A record of `orders.created` with a small JSON value. */
export function polledRecord(partition: number, offset: number, overrides: Partial<PolledRecord> = {}): PolledRecord {
  return {
    topic: 'orders.created',
    partition,
    offset,
    timestamp: Date.parse('2026-11-22T10:00:00.000Z'),
    timestampType: 'CREATE_TIME',
    key: Buffer.from(`key-${partition}-${offset}`),
    value: Buffer.from(JSON.stringify({ offset })),
    headers: [],
    ...overrides,
  };
}
