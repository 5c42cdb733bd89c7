import { topicNames, topics } from '../../../../schemas/topics.ts';
import { keyPartition } from '../../kernel/key-partition.ts';
import type { KafkaRecord } from '../idioms/kafka-record.ts';

const partitionsOf: ReadonlyMap<string, number> = new Map(topicNames.map((name) => [name, topics[name].partitions]));

/**
 * Those that are on another partition than their key's: a producer with another partitioner wrote them (docs/kafka.md), and
 * nothing orders them with the other records of their key. A record without a key has no place.
 */
export const misplacedRecords = (records: readonly KafkaRecord[]): readonly KafkaRecord[] =>
  records.filter(({ topic, key, partition }) => {
    const partitions = partitionsOf.get(topic);
    return key !== null && partitions !== undefined && keyPartition(key, partitions) !== partition;
  });
