import { deadLetter } from '../../../schemas/topics.ts';
import type { DeadLetter, DeadLetterSink } from './idioms/batch.ts';
import type { KafkaProducer, OutgoingRecord } from './kafka-producer.ts';
import { headersOf } from './record-headers.ts';

/** Longest cause in a header, in UTF-16 units. */
const causeLength = 512;

const letterOf = ({ record, cause }: DeadLetter, service: string | undefined): OutgoingRecord => ({
  topic: `${record.topic}.dlq`,
  key: record.key,
  value: record.value,
  // By source partition: records of one stay in order, also those without a key.
  partition: record.partition % deadLetter.partitions,
  headers: {
    ...headersOf(record),
    'dlq-cause': cause.slice(0, causeLength),
    // A handler gives a record up at once: no retry makes it better.
    'dlq-attempts': '1',
    ...(service !== undefined && { 'dlq-service': service }),
    'dlq-source-topic': record.topic,
    'dlq-partition': String(record.partition),
    'dlq-offset': String(record.offset),
  },
});

/**
 * Writes records to `<topic>.dlq` untouched: key, value and headers as they were, `dlq-*` headers added.
 * @param service whose function gives them up.
 */
export const kafkaDeadLetters = (producer: KafkaProducer, service?: string): DeadLetterSink => ({
  bury: (letters, deadline) =>
    producer.send(
      letters.map((letter) => letterOf(letter, service)),
      deadline,
    ),
});
