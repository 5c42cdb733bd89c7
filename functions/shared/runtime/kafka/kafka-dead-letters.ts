import { deadLetter } from '../../../../schemas/topics.ts';
import type { DeadLetter, DeadLetterSink } from '../idioms/idiom.ts';
import type { KafkaProducer } from './kafka-producer.ts';
import type { OutgoingRecord } from './outgoing-record.ts';
import { RecordsRefused } from './produce-failure.ts';
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
    // A function dead-letters a record at once: no retry fixes it.
    'dlq-attempts': '1',
    ...(service !== undefined && { 'dlq-service': service }),
    'dlq-source-topic': record.topic,
    'dlq-partition': String(record.partition),
    'dlq-offset': String(record.offset),
  },
});

/** The letter of a record whose value leaves no room for the cause: it names the record's place instead. */
const withoutValue = (letter: DeadLetter, service: string | undefined): OutgoingRecord => {
  const { topic, partition, offset, value } = letter.record;
  const cause = `Its ${value?.length ?? 0} bytes do not fit here: read them at ${topic}-${partition}@${offset}. ${letter.cause}`;
  return { ...letterOf({ record: { ...letter.record, headers: [] }, cause }, service), value: null };
};

/**
 * Writes records to `<topic>.dlq` with their key, value and headers unchanged and `dlq-*` headers added. A record that those
 * headers make too large is written without its value and its own headers, which its topic still has.
 * @param service the service that dead-letters them.
 */
export const kafkaDeadLetters = (producer: KafkaProducer, service?: string): DeadLetterSink => ({
  deadLetter: async (letters, deadline) => {
    const records = new Map(letters.map((letter) => [letterOf(letter, service), letter]));
    try {
      await producer.send([...records.keys()], deadline);
    } catch (thrown) {
      if (!(thrown instanceof RecordsRefused)) throw thrown;
      const tooLarge = [...records].flatMap(([record, letter]) => (thrown.refused.has(record) ? [letter] : []));
      await producer.send(
        tooLarge.map((letter) => withoutValue(letter, service)),
        deadline,
      );
    }
  },
});
