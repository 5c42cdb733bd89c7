import type { Kafka } from 'kafkajs';
import type { Deadline } from '../idioms/idiom.ts';
import { type KeyPartition, KnownPartitions } from './known-partitions.ts';
import type { OutgoingRecord } from './outgoing-record.ts';
import { producerLane } from './producer-lane.ts';
import { ReplaceableLink } from './producer-link.ts';
import { SendQueue } from './send-queue.ts';

export interface KafkaProducer {
  /**
   * Resolves when all in-sync replicas have all records.
   * @throws {ProduceRefused} nothing was written. @throws {ProduceOutcomeUnknown} some or all may have been.
   * @throws {RecordsRefused} brokers never accept some of the records; all others are written.
   */
  send(records: readonly OutgoingRecord[], deadline: Deadline): Promise<void>;
  /** The partition of a key, and whether it is writable by the last metadata; undefined before the first send. */
  partitionOf(topic: string, key: string): KeyPartition | undefined;
  disconnect(): Promise<void>;
}

export interface KafkaProducerOptions {
  /** Creates a client with fresh credentials for each new producer. */
  readonly connect: () => Promise<Kafka>;
  /** Time limit of a send in milliseconds, whatever the deadline allows. */
  readonly budgetMs?: number;
  /** Time limit in milliseconds of retries while nothing can have been written, for callers with a fallback. */
  readonly refusedRetryMs?: number;
  /** Milliseconds of the caller's deadline that a send leaves for the handling of its failure. */
  readonly reserveMs?: number;
}

/**
 * The producer of an execution environment: idempotent, acks=all. Concurrent callers share a send; one that Kafka does not
 * acknowledge fails no other caller.
 */
export const kafkaProducer = (options: KafkaProducerOptions): KafkaProducer => {
  const { connect, budgetMs = 10_000, refusedRetryMs = budgetMs, reserveMs = 500 } = options;
  const known = new KnownPartitions();
  const queue = new SendQueue<OutgoingRecord>({
    openLane: () => producerLane(new ReplaceableLink(connect, known)),
    partitionOf: ({ topic, key, partition = key === null ? undefined : known.of(topic, key)?.partition }) =>
      partition === undefined ? undefined : `${topic}-${partition}`,
  });
  return {
    send: (records, deadline) => {
      if (records.length === 0) return Promise.resolve();
      const now = Date.now();
      const expiresAt = now + Math.min(budgetMs, Math.max(0, deadline.remainingMs() - reserveMs));
      return queue.send(records, { expiresAt, refusedAt: Math.min(expiresAt, now + refusedRetryMs) });
    },
    partitionOf: (topic, key) => known.of(topic, key),
    disconnect: () => queue.close(),
  };
};
