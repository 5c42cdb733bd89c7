import type { Result } from '../../kernel/result.ts';
import type { DomainEvent } from './domain-event.ts';
import type { KafkaEvent, KafkaRecord } from './kafka-record.ts';
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

/** Where a service says things. All events of one call become one send; it resolves when all in-sync replicas have them. */
export interface EventSink {
  /** @throws {TransientError} refused, or of unknown outcome: in both cases to be emitted again. */
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
  bury(letters: readonly DeadLetter[], deadline: Deadline): Promise<void>;
}

/**
 * What an idiom made of the records it was given. Every record that is neither failed nor rejected is done: its state is
 * durable, and what it makes the service say is in `emit`.
 */
export interface Settlement<E> {
  /** In an order that keeps each key's own. */
  readonly emit: readonly DomainEvent[];
  readonly failed: readonly { readonly received: Received<E>; readonly error: TransientError }[];
  readonly rejected: readonly { readonly received: Received<E>; readonly cause: string }[];
}

/** One of the three ways to consume Kafka (`transition`, `fold`, `effect`), bound to its ports. Never throws. */
export type Idiom<E> = (received: readonly Received<E>[]) => Promise<Settlement<E>>;

/**
 * Reads a JSON value as one of the events that the function consumes: `undefined` when it is a valid event of another
 * type (an event source delivers what its filter cannot judge), an error naming the fault when it is none.
 */
export type Accept<E> = (value: unknown) => Result<E | undefined, string>;

/** Lambda's answer for partial batches: https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html */
export interface PartialBatchResponse {
  readonly batchItemFailures: readonly {
    readonly itemIdentifier: { readonly partition: string; readonly offset: number };
  }[];
}

/** Told of everything that did not go well, for logs and metrics. */
export interface BatchObserver {
  received(records: readonly KafkaRecord[]): void;
  deadLettered(letters: readonly DeadLetter[]): void;
  failed(records: readonly KafkaRecord[], error: unknown): void;
}

export interface Batch<E> {
  readonly accept: Accept<E>;
  readonly idiom: Idiom<E>;
  readonly events: EventSink;
  readonly deadLetters: DeadLetterSink;
  readonly observer: BatchObserver;
}

/**
 * The driver of every Kafka consumer: state first (the idiom), then everything it says in one send, then the records that
 * can never succeed to their dead-letter queue, then the acknowledgement.
 */
export type BatchHandler = (event: KafkaEvent, deadline: Deadline) => Promise<PartialBatchResponse>;
