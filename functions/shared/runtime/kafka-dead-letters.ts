import { deadLetter } from '../../../schemas/catalogue.ts';
import type { DeadLetter, DeadLetterSink } from './idioms/batch.ts';
import type { KafkaRecord } from './idioms/kafka-record.ts';
import type { KafkaProducer, OutgoingRecord } from './kafka-producer.ts';

/** Longest cause in a header, in UTF-16 units. */
const causeLength = 512;

const headersOf = (record: KafkaRecord): Record<string, Buffer | Buffer[]> =>
  Object.fromEntries(
    [...Map.groupBy(record.headers, ({ name }) => name)].map(([name, headers]) => {
      const [only, ...others] = headers.map(({ value }) => value);
      return [name, only !== undefined && others.length === 0 ? only : headers.map(({ value }) => value)];
    }),
  );

const letterOf = ({ record, cause }: DeadLetter): OutgoingRecord => ({
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
    'dlq-source-topic': record.topic,
    'dlq-partition': String(record.partition),
    'dlq-offset': String(record.offset),
  },
});

/** Writes records to `<topic>.dlq` untouched: key, value and headers as they were, `dlq-*` headers added. */
export const kafkaDeadLetters = (producer: KafkaProducer): DeadLetterSink => ({
  bury: (letters, deadline) => producer.send(letters.map(letterOf), deadline),
});
