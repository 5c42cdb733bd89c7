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

/** For work without a time limit. */
export const noDeadline: Deadline = { remainingMs: () => Number.POSITIVE_INFINITY };

/** The output of a service. All events of one call are one send; it resolves when all in-sync replicas have them. */
export interface EventSink {
  /** The reason why an event can never be emitted; undefined if it can. */
  faultOf(event: DomainEvent): string | undefined;
  /**
   * @throws {TransientError} refused, or of unknown outcome: emit again in both cases.
   * @throws {EventsRefused} some can never be emitted as they are; all others are emitted.
   */
  emit(events: readonly DomainEvent[], deadline: Deadline): Promise<void>;
}

/** A record that can never succeed, and why. */
export interface DeadLetter {
  readonly record: KafkaRecord;
  readonly cause: string;
}

/** Dead-letters records that can never succeed: unchanged, with `dlq-*` headers. */
export interface DeadLetterSink {
  /** @throws {TransientError} not stored: the records must not be acknowledged. */
  deadLetter(letters: readonly DeadLetter[], deadline: Deadline): Promise<void>;
}

/**
 * The outcome of a batch. The state of every record that is neither failed nor rejected is durable, and its events are in
 * `emit`.
 */
export interface BatchOutcome<E> {
  /** In order per key. */
  readonly emit: readonly DomainEvent[];
  readonly failed: readonly { readonly received: Received<E>; readonly error: TransientError }[];
  readonly rejected: readonly { readonly received: Received<E>; readonly cause: string }[];
}

/**
 * One of the three ways to consume Kafka (`transition`, `fold`, `effect`), bound to its ports. Never throws.
 * @param deadline for work that may be postponed; none if absent.
 */
export type Idiom<E> = (received: readonly Received<E>[], deadline?: Deadline) => Promise<BatchOutcome<E>>;

/**
 * Reads a JSON value as one of the events that the function consumes: `undefined` when it is a valid event of another
 * type (an event source also delivers records that its filter cannot parse), an error naming the fault otherwise.
 */
export type Accept<E> = (value: unknown) => Result<E | undefined, string>;

/** Observes batches and their failures, for logs and metrics. */
export interface BatchObserver {
  received(records: readonly KafkaRecord[]): void;
  /** The outcome of the events, once it is emitted. */
  processed(received: readonly Received<unknown>[], outcome: BatchOutcome<unknown>): void;
  deadLettered(letters: readonly DeadLetter[]): void;
  failed(records: readonly KafkaRecord[], error: unknown): void;
}
