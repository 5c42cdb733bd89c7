import kafkajs from 'kafkajs';
import { topics } from '../../schemas/catalogue.ts';
import type { KafkaRecord } from '../shared/runtime/idioms/kafka-record.ts';
import type { KafkaProducer, OutgoingRecord } from '../shared/runtime/kafka-producer.ts';
import { headersOf } from '../shared/runtime/record-headers.ts';
import type { ReturnedRecords } from './ports.ts';

const partitioner = kafkajs.Partitioners.DefaultPartitioner();

/** By its key, where all of that key is and comes to be; without one back to where it was, so that its order is a partition's. */
const partitionFor = ({ topic, key, partition }: KafkaRecord): number => {
  const count = Object.entries(topics).find(([name]) => name === topic)?.[1].partitions;
  if (key === null || count === undefined) return partition;
  const known = { partitionErrorCode: 0, leader: 0, replicas: [], isr: [] };
  const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({ ...known, partitionId }));
  return partitioner({ topic, partitionMetadata, message: { key, value: null } });
};

const outgoing = (record: KafkaRecord): OutgoingRecord & { readonly partition: number } => ({
  topic: record.topic,
  key: record.key,
  value: record.value,
  headers: headersOf(record),
  partition: partitionFor(record),
});

/** Records to their topics, acknowledged by all in-sync replicas. */
export const kafkaReturnedRecords = (producer: KafkaProducer): ReturnedRecords => ({
  write: async (records, deadline) => {
    const sent = records.map(outgoing);
    await producer.send(sent, deadline);
    return sent.map(({ partition }) => partition);
  },
});
