import type { PartitionMetadata } from 'kafkajs';
import { replication } from '../../../../schemas/topics.ts';
import { keyPartition } from '../../kernel/key-partition.ts';

/** Where records of a key go, as far as is known. */
export interface KeyPartition {
  readonly partition: number;
  /** Whether it had a leader and enough replicas in sync when brokers were asked last. */
  readonly writable: boolean;
}

/** What brokers said of a topic's partitions when records were sent there. It ages: a hint, never a promise. */
export class KnownPartitions {
  readonly #byTopic = new Map<string, readonly PartitionMetadata[]>();

  learn(topic: string, partitions: readonly PartitionMetadata[]): void {
    this.#byTopic.set(topic, partitions);
  }

  /** Undefined while nothing is known of the topic. */
  of(topic: string, key: string): KeyPartition | undefined {
    const known = this.#byTopic.get(topic);
    if (known === undefined || known.length === 0) return undefined;
    const partition = keyPartition(Buffer.from(key), known.length);
    const found = known.find(({ partitionId }) => partitionId === partition);
    const inSync = found === undefined || found.leader < 0 ? 0 : found.isr.length;
    return { partition, writable: inSync >= replication.minInsyncReplicas };
  }
}
