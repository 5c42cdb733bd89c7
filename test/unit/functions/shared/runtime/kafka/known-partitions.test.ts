import kafkajs, { type PartitionMetadata } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { KnownPartitions } from '../../../../../../functions/shared/runtime/kafka/known-partitions.ts';

const partition = (partitionId: number, change: Partial<PartitionMetadata> = {}): PartitionMetadata => ({
  partitionErrorCode: 0,
  partitionId,
  leader: 1,
  replicas: [1, 2, 3],
  isr: [1, 2, 3],
  ...change,
});
/** Unordered, as in brokers' responses. */
const partitions = (change: Partial<PartitionMetadata> = {}) => [2, 0, 1].map((id) => partition(id, change));

const topic = 'orders.created';
const keys = Array.from({ length: 50 }, (_, index) => `a1b2c3d4-0000-5000-8000-${String(index).padStart(12, '0')}`);

describe('known partitions', () => {
  it('are empty before the first send', () => {
    expect(new KnownPartitions().of(topic, 'key')).toBeUndefined();
  });

  it('return the partition that the producer chooses for a key', () => {
    const known = new KnownPartitions();
    known.learn(topic, partitions());
    const partitioner = kafkajs.Partitioners.DefaultPartitioner();
    for (const key of keys) {
      const args = { topic, partitionMetadata: partitions(), message: { key: Buffer.from(key), value: null } };
      expect(known.of(topic, key)).toEqual({ partition: partitioner(args), writable: true });
    }
    expect(new Set(keys.map((key) => known.of(topic, key)?.partition))).toEqual(new Set([0, 1, 2]));
  });

  it.each([
    ['with two of three in sync', { isr: [1, 2] }, true],
    ['with its leader alone', { isr: [1] }, false],
    ['without a leader', { leader: -1, isr: [2, 3], partitionErrorCode: 5 }, false],
  ])('report whether a partition %s is writable', (_, change, writable) => {
    const known = new KnownPartitions();
    known.learn(topic, partitions(change));
    expect(known.of(topic, 'key')?.writable).toBe(writable);
  });

  it('return the latest metadata of the key’s partition', () => {
    const known = new KnownPartitions();
    known.learn(topic, partitions({ isr: [1] }));
    const at = known.of(topic, 'key')?.partition;
    known.learn(
      topic,
      [0, 1, 2].map((id) => partition(id, id === at ? {} : { isr: [1] })),
    );
    expect(known.of(topic, 'key')).toEqual({ partition: at, writable: true });
    expect(known.of('orders.audit', 'key')).toBeUndefined();
  });
});
