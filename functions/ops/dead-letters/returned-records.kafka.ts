import { topics } from '../../../schemas/topics.ts';
import { keyPartition } from '../../shared/kernel/key-partition.ts';
import type { KafkaRecord } from '../../shared/runtime/idioms/kafka-record.ts';
import type { KafkaProducer } from '../../shared/runtime/kafka/kafka-producer.ts';
import type { OutgoingRecord } from '../../shared/runtime/kafka/outgoing-record.ts';
import { headersOf } from '../../shared/runtime/kafka/record-headers.ts';
import type { ReturnedRecords } from './ports.ts';

/** The partition of the record's key; without a key the original partition, to keep its order. */
const partitionFor = ({ topic, key, partition }: KafkaRecord): number => {
  const count = Object.entries(topics).find(([name]) => name === topic)?.[1].partitions;
  return key === null || count === undefined ? partition : keyPartition(key, count);
};

const outgoing = (record: KafkaRecord): OutgoingRecord & { readonly partition: number } => ({
  topic: record.topic,
  key: record.key,
  value: record.value,
  headers: headersOf(record),
  partition: partitionFor(record),
});

/** Produces records to their topics, acknowledged by all in-sync replicas. */
export const kafkaReturnedRecords = (producer: KafkaProducer): ReturnedRecords => ({
  write: async (records, deadline) => {
    const sent = records.map(outgoing);
    await producer.send(sent, deadline);
    return sent.map(({ partition }) => partition);
  },
});
