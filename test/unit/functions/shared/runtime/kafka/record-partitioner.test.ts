import fc from 'fast-check';
import kafkajs, { type PartitionerArgs } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { recordPartitioner } from '../../../../../../functions/shared/runtime/kafka/record-partitioner.ts';

const argsOf = (message: Partial<PartitionerArgs['message']>, partitions: number): PartitionerArgs => ({
  topic: 'orders.created',
  partitionMetadata: Array.from({ length: partitions }, (_, partitionId) => ({
    ...{ partitionErrorCode: 0, partitionId, leader: 1, replicas: [], isr: [] },
  })),
  message: { value: null, ...message },
});

describe('the partition of a record', () => {
  const [ours, theirs] = [recordPartitioner(), kafkajs.Partitioners.DefaultPartitioner()];
  const keys = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.uuid(),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  );

  it('equals that of kafkajs’s default partitioner for any key', () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 100 }), (key, partitions) => {
        const args = argsOf({ key }, partitions);
        expect(ours(args)).toBe(theirs(args));
      }),
    );
  });

  it('is the given one, with and without key', () => {
    expect(ours(argsOf({ key: 'a', partition: 3 }, 6))).toBe(3);
    expect(ours(argsOf({ key: null, partition: 0 }, 6))).toBe(0);
  });

  it.each([[null], [undefined]])('is arbitrary if the key is %s', (key) => {
    const message = key === undefined ? {} : { key };
    for (let times = 0; times < 20; times += 1) {
      const partition = ours(argsOf(message, 6));
      expect(partition).toBeGreaterThanOrEqual(0);
      expect(partition).toBeLessThan(6);
    }
  });
});
