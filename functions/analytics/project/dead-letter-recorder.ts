import type { DeadLetterSink, Idiom } from '../../shared/runtime/idioms/idiom.ts';
import type { KafkaRecord } from '../../shared/runtime/idioms/kafka-record.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { DeadLetterNotes, NotedRecord } from '../model/ports.ts';
import type { CountedEvent } from '../model/views-domain.ts';

const eventIdIn = (value: Uint8Array | null): string | undefined => {
  try {
    const event: unknown = JSON.parse(new TextDecoder().decode(value ?? new Uint8Array()));
    const id: unknown = typeof event === 'object' && event !== null ? Reflect.get(event, 'event_id') : undefined;
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
};

const noted = ({ topic, partition, offset, value }: KafkaRecord): NotedRecord => {
  const eventId = eventIdIn(value);
  return { topic, partition, offset, ...(eventId !== undefined && { eventId }) };
};

/** Notes each record before it is dead-lettered: once acknowledged, nothing else shows that the views miss it. */
export const notingDeadLetters =
  (notes: DeadLetterNotes) =>
  (sink: DeadLetterSink): DeadLetterSink => ({
    deadLetter: async (letters, deadline) => {
      await notes.note(letters.map(({ record }) => noted(record)));
      await sink.deadLetter(letters, deadline);
    },
  });

/** Deletes the note of a dead-lettered event once its replay is counted. */
export const forgettingReplays =
  (notes: DeadLetterNotes, idiom: Idiom<CountedEvent>): Idiom<CountedEvent> =>
  async (received, deadline) => {
    const outcome = await idiom(received, deadline);
    const left = new Set([...outcome.failed, ...outcome.rejected].map((one) => one.received));
    const counted = received.filter((one) => !left.has(one)).map(({ event }) => event.event_id);
    if (counted.length === 0) return outcome;
    try {
      await notes.forget(new Set(counted));
      return outcome;
    } catch (thrown) {
      // An idiom never throws, and the events are counted: the note stays until a rebuild.
      if (!(thrown instanceof TransientError)) return outcome;
      return { emit: [], failed: received.map((one) => ({ received: one, error: thrown })), rejected: [] };
    }
  };
