import type { EventType } from '../../../../schemas/generated/types.ts';
import type { Validators } from '../idioms/accepted-events.ts';
import type { Accept, DeadLetterSink, Idiom } from '../idioms/idiom.ts';

/** A Kafka consumer without its driver: its input, its idiom, its output. */
export interface KafkaConsumer<E, T extends EventType> {
  /** The events it consumes: `acceptingFor('inventory/ledger', { RESERVE: validateReserve, … })`. */
  readonly accept: Accept<E>;
  readonly idiom: Idiom<E>;
  /** Validators of all events it emits, by type. */
  readonly emits: Validators<T>;
  /** Decorates the dead-letter sink. */
  readonly deadLetters?: (sink: DeadLetterSink) => DeadLetterSink;
  /** It only records decisions of other consumers: logs its own at DEBUG. */
  readonly bookkeeping?: boolean;
}
