import { topicNames, topics } from '../../../../schemas/topics.ts';
import { keyPartition } from '../../kernel/key-partition.ts';
import type { KafkaRecord } from '../idioms/kafka-record.ts';

const partitionsOf: ReadonlyMap<string, number> = new Map(topicNames.map((name) => [name, topics[name].partitions]));

/**
 * The records on another partition than their key's: a producer with another partitioner wrote them (docs/kafka.md), so that
 * their order with the other records of their key is lost. A record without a key is never misplaced.
 */
export const misplacedRecords = (records: readonly KafkaRecord[]): readonly KafkaRecord[] =>
  records.filter(({ topic, key, partition }) => {
    const partitions = partitionsOf.get(topic);
    return key !== null && partitions !== undefined && keyPartition(key, partitions) !== partition;
  });
