import type { Kafka } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { kafkaPositions } from '../../../../../functions/analytics/store/positions.kafkajs.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';

type Offsets = { readonly partition: number; readonly offset: string };

/** A cluster whose topics have two partitions, 10 to 20 and 0 to 5. */
const cluster = (
  committed: readonly Offsets[],
  asked: string[] = [],
  offsetAt: (timestamp: number) => number = () => 0,
) => {
  let busy = false;
  const admin = {
    connect: async () => {},
    disconnect: async () => asked.push('disconnect'),
    fetchOffsets: async ({ groupId, topics }: { groupId: string; topics: readonly string[] }) => {
      asked.push(groupId);
      return topics.map((topic) => ({ topic, partitions: committed }));
    },
    // Like kafkajs: for several topics at once, it omits some.
    fetchTopicOffsets: async (_topic: string) => {
      if (busy) throw new TypeError("Cannot destructure property 'partitions'");
      busy = true;
      await Promise.resolve();
      busy = false;
      return [
        { partition: 1, offset: '5', high: '5', low: '0' },
        { partition: 0, offset: '20', high: '20', low: '10' },
      ];
    },
    fetchTopicOffsetsByTimestamp: async (_topic: string, timestamp: number) => {
      asked.push('offsets by time');
      return [
        { partition: 1, offset: '5' },
        { partition: 0, offset: String(offsetAt(timestamp)) },
      ];
    },
  };
  return async () => ({ admin: () => admin }) as unknown as Kafka;
};

describe('the positions of the views’ consumers', () => {
  it('cover every topic that the projection consumes', async () => {
    const asked: string[] = [];
    const connect = cluster(
      [
        { partition: 0, offset: '17' },
        { partition: 1, offset: '5' },
      ],
      asked,
    );
    const read = await kafkaPositions(connect).read();
    expect(new Set(read.map(({ topic }) => topic))).toEqual(
      new Set(['orders.created', 'payments.completed', 'inventory.updated', 'notifications.events']),
    );
    expect(read.slice(0, 2)).toEqual([
      { topic: 'orders.created', partition: 0, first: 10, end: 20, acknowledged: 17, lost: 0 },
      { topic: 'orders.created', partition: 1, first: 0, end: 5, acknowledged: 5, lost: 0 },
    ]);
    expect(asked.filter((one) => one.startsWith('analytics-project.'))).toHaveLength(4);
    expect(asked.at(-1)).toBe('disconnect');
  });

  it('are the log start offset without a committed offset, or if retention has passed it', async () => {
    const of = async (committed: readonly Offsets[]) => {
      const [position] = await kafkaPositions(cluster(committed)).read();
      return [position?.acknowledged, position?.lost];
    };
    expect(await of([{ partition: 0, offset: '-1' }])).toEqual([10, 10]);
    expect(await of([])).toEqual([10, 10]);
    // Records between the committed offset and the log start offset are lost.
    expect(await of([{ partition: 0, offset: '3' }])).toEqual([10, 7]);
    expect(await of([{ partition: 0, offset: '10' }])).toEqual([10, 0]);
  });

  it.each([
    ['written long ago', 5 * 86_400_000],
    ['written a minute ago', 60_000],
  ])('include the age of pending records, %s, from Kafka’s time index', async (_when, ageMs) => {
    const now = Date.parse('2026-11-22T06:00:00.000Z');
    const asked: string[] = [];
    // Record n was written (20 - n) ages ago; 19 waits.
    const connect = cluster([], asked, (timestamp) =>
      Math.max(10, Math.min(20, 20 - Math.floor((now - timestamp) / ageMs))),
    );
    const position = { topic: 'orders.created', partition: 0, first: 10, end: 20, acknowledged: 19, lost: 0 };
    const other = { ...position, partition: 1, first: 0, end: 5, acknowledged: 5 };
    const since = await kafkaPositions(connect).waitingSince('orders.created', [position, other], now);
    expect((now - since) / ageMs).toBeGreaterThan(0.94);
    expect((now - since) / ageMs).toBeLessThanOrEqual(1);
    expect(asked.length).toBeLessThan(20);
  });

  it('treat records of the last second as new', async () => {
    const now = Date.now();
    const connect = cluster([], [], () => 19);
    const position = { topic: 'orders.created', partition: 0, first: 10, end: 20, acknowledged: 19, lost: 0 };
    expect(await kafkaPositions(connect).waitingSince('orders.created', [position], now)).toBe(now);
  });

  it('fail as transient if Kafka does not answer', async () => {
    const connect = async (): Promise<Kafka> => {
      throw new Error('no broker');
    };
    await expect(kafkaPositions(connect).read()).rejects.toThrow(TransientError);
  });
});
