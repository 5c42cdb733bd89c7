import type { Kafka } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { kafkaPositions } from '../../../../functions/analytics/positions.kafkajs.ts';
import { TransientError } from '../../../../functions/shared/runtime/idioms/transient-error.ts';

type Offsets = { readonly partition: number; readonly offset: string };

/** A cluster whose topics have two partitions, 10 to 20 and 0 to 5. */
const cluster = (committed: readonly Offsets[], asked: string[] = []) => {
  let busy = false;
  const admin = {
    connect: async () => {},
    disconnect: async () => asked.push('disconnect'),
    fetchOffsets: async ({ groupId, topics }: { groupId: string; topics: readonly string[] }) => {
      asked.push(groupId);
      return topics.map((topic) => ({ topic, partitions: committed }));
    },
    // As kafkajs: asked for several topics at once, it knows nothing of some.
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
  };
  return async () => ({ admin: () => admin }) as unknown as Kafka;
};

describe('where the consumers of the views stand', () => {
  it('is told of every topic that the projection consumes', async () => {
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
      { topic: 'orders.created', partition: 0, first: 10, end: 20, acknowledged: 17 },
      { topic: 'orders.created', partition: 1, first: 0, end: 5, acknowledged: 5 },
    ]);
    expect(asked.filter((one) => one.startsWith('analytics-project.'))).toHaveLength(4);
    expect(asked.at(-1)).toBe('disconnect');
  });

  it('is the beginning where nothing was acknowledged, or retention has overtaken it', async () => {
    const of = async (committed: readonly Offsets[]) =>
      (await kafkaPositions(cluster(committed)).read())[0]?.acknowledged;
    expect(await of([{ partition: 0, offset: '-1' }])).toBe(10);
    expect(await of([])).toBe(10);
    expect(await of([{ partition: 0, offset: '3' }])).toBe(10);
  });

  it('is a transient fault where Kafka does not tell', async () => {
    const connect = async (): Promise<Kafka> => {
      throw new Error('no broker');
    };
    await expect(kafkaPositions(connect).read()).rejects.toThrow(TransientError);
  });
});
