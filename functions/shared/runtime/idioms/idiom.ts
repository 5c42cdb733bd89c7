import type { Result } from '../../kernel/result.ts';
import type { DomainEvent } from './domain-event.ts';
import type { KafkaRecord } from './kafka-record.ts';
import type { TransientError } from './transient-error.ts';

/** A record whose value is an event of a type that the function consumes, valid by its schema. */
export interface Received<E> {
  readonly record: KafkaRecord;
  readonly event: E;
}

/** The invocation's own limit of time. */
export interface Deadline {
  /** Milliseconds until Lambda ends the invocation. */
  remainingMs(): number;
}

/** Of work that may take as long as it takes. */
export const noDeadline: Deadline = { remainingMs: () => Number.POSITIVE_INFINITY };

/** Where a service says things. All events of one call become one send; it resolves when all in-sync replicas have them. */
export interface EventSink {
  /** Why an event can never be emitted; undefined where it can. */
  faultOf(event: DomainEvent): string | undefined;
  /**
   * @throws {TransientError} refused, or of unknown outcome: in both cases to be emitted again.
   * @throws {EventsRefused} some can never be emitted as they are; all others are emitted.
   */
  emit(events: readonly DomainEvent[], deadline: Deadline): Promise<void>;
}

/** A record that can never succeed, and why. */
export interface DeadLetter {
  readonly record: KafkaRecord;
  readonly cause: string;
}

/** Where records go that can never succeed: untouched, with `dlq-*` headers. */
export interface DeadLetterSink {
  /** @throws {TransientError} not stored: the records must not be acknowledged. */
  deadLetter(letters: readonly DeadLetter[], deadline: Deadline): Promise<void>;
}

/**
 * What an idiom made of the records it was given. Every record that is neither failed nor rejected is done: its state is
 * durable, and what it makes the service say is in `emit`.
 */
export interface BatchOutcome<E> {
  /** In an order that keeps each key's own. */
  readonly emit: readonly DomainEvent[];
  readonly failed: readonly { readonly received: Received<E>; readonly error: TransientError }[];
  readonly rejected: readonly { readonly received: Received<E>; readonly cause: string }[];
}

/**
 * One of the three ways to consume Kafka (`transition`, `fold`, `effect`), bound to its ports. Never throws.
 * @param deadline for what may be left to a later time; none when absent.
 */
export type Idiom<E> = (received: readonly Received<E>[], deadline?: Deadline) => Promise<BatchOutcome<E>>;

/**
 * Reads a JSON value as one of the events that the function consumes: `undefined` when it is a valid event of another
 * type (an event source delivers what its filter cannot judge), an error naming the fault when it is none.
 */
export type Accept<E> = (value: unknown) => Result<E | undefined, string>;

/** Told of what comes, and of everything that did not go well, for logs and metrics. */
export interface BatchObserver {
  received(records: readonly KafkaRecord[]): void;
  /** What the events among the records led to, once it is said. */
  processed(received: readonly Received<unknown>[], outcome: BatchOutcome<unknown>): void;
  deadLettered(letters: readonly DeadLetter[]): void;
  failed(records: readonly KafkaRecord[], error: unknown): void;
}
