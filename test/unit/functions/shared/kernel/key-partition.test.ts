import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { keyPartition } from '../../../../../functions/shared/kernel/key-partition.ts';

const partitioner = kafkajs.Partitioners.DefaultPartitioner();

const kafkajsPartition = (key: Uint8Array, partitions: number): number =>
  partitioner({
    topic: 'orders.created',
    partitionMetadata: Array.from({ length: partitions }, (_, partitionId) => ({
      ...{ partitionErrorCode: 0, partitionId, leader: 1, replicas: [], isr: [] },
    })),
    message: { key: Buffer.from(key), value: null },
  });

describe('the partition of a key', () => {
  // Expected values of the Java client: org.apache.kafka.common.utils.Utils.toPositive(murmur2(key)) % 48, Kafka 4.1.0.
  it.each([
    ['', 9],
    ['a', 28],
    ['85123A', 44],
    ['ab', 26],
    ['abc', 27],
    ['01890a5d-ac96-774b-bcce-b302099a8057', 13],
    ['größe', 20],
    ['🦀', 31],
  ])('of %j equals that of the Java client', (key, partition) => {
    expect(keyPartition(Buffer.from(key), 48)).toBe(partition);
  });

  it('equals that of kafkajs’s producers for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), fc.integer({ min: 1, max: 100 }), (key, partitions) => {
        expect(keyPartition(key, partitions)).toBe(kafkajsPartition(key, partitions));
      }),
    );
  });
});
