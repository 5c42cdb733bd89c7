import type { EventType } from '../../../../schemas/generated/types.ts';
import type { Validators } from '../idioms/accepted-events.ts';
import type { Accept, DeadLetterSink, Idiom } from '../idioms/idiom.ts';

/** A Kafka consumer but for its driver: what it takes, what it does with that, and what it says. */
export interface KafkaConsumer<E, T extends EventType> {
  /** The events it consumes: `accepting({ RESERVE: validateReserve })`. */
  readonly accept: Accept<E>;
  readonly idiom: Idiom<E>;
  /** Validators of all events it emits, by type. */
  readonly emits: Validators<T>;
  /** What it does besides with what it dead-letters. */
  readonly deadLetters?: (sink: DeadLetterSink) => DeadLetterSink;
  /** It keeps books of what others decided: its own decisions are no news. */
  readonly bookkeeping?: boolean;
}
