import type { Admin } from 'kafkajs';
import { expect, it } from 'vitest';
import { consumerLag } from '../../../bin/client/consumer-lag.ts';
import { topicNames } from '../../../schemas/catalogue.ts';

it('consumerLag counts the records that each declared group has not committed', async () => {
  const topic = 'orders.created';
  const committed: Record<string, readonly [number, string][]> = {
    'order-saga.orders': [
      [0, '7'],
      [1, '-1'],
    ],
    // Retention has removed what it committed last.
    'audit-publish.orders': [
      [0, '1'],
      [1, '20'],
    ],
  };
  const fetchOffsets = async ({ groupId = '', topics }: { groupId?: string; topics?: string[] }) => [
    {
      topic: topics?.[0],
      partitions: (committed[groupId] ?? []).map(([partition, offset]) => ({ partition, offset })),
    },
  ];
  const ends = [
    { topic, partition: 0, low: '5', high: '10' },
    { topic, partition: 1, low: '0', high: '20' },
  ];
  const lags = await consumerLag({ fetchOffsets } as unknown as Admin, ends);
  const recordsOf = (name: string) => lags.find(({ group }) => group === name)?.records;
  expect(recordsOf('order-saga.orders')).toBe(3 + 20);
  expect(recordsOf('audit-publish.orders')).toBe(5 + 0);
  expect(recordsOf('order-saga.payments')).toBe(0);
  expect(new Set(lags.map((lag) => lag.topic))).toEqual(new Set(topicNames));
});
