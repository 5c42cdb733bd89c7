import kafkajs, { type ICustomPartitioner } from 'kafkajs';
import { keyPartition } from '../../kernel/key-partition.ts';

/**
 * Chooses the partitions that kafkajs's default partitioner chooses, which are the Java client's, in a hundredth of its time for a record with
 * a key. Records without a key are left to it.
 */
export const recordPartitioner: ICustomPartitioner = () => {
  const withoutKey = kafkajs.Partitioners.DefaultPartitioner();
  return (args) => {
    const { message, partitionMetadata } = args;
    if (message.partition !== undefined) return message.partition;
    if (message.key === null || message.key === undefined) return withoutKey(args);
    return keyPartition(Buffer.from(message.key), partitionMetadata.length);
  };
};
