import type { PartitionMetadata } from 'kafkajs';
import { replication } from '../../../../schemas/topics.ts';
import { keyPartition } from '../../kernel/key-partition.ts';

/** The partition of a key, by cached metadata. */
export interface KeyPartition {
  readonly partition: number;
  /** Whether it had a leader and enough in-sync replicas in the last metadata. */
  readonly writable: boolean;
}

/** The partition metadata of topics, as of their last send. May be stale: a hint, no guarantee. */
export class KnownPartitions {
  readonly #byTopic = new Map<string, readonly PartitionMetadata[]>();

  learn(topic: string, partitions: readonly PartitionMetadata[]): void {
    this.#byTopic.set(topic, partitions);
  }

  /** Undefined before the first metadata of the topic. */
  of(topic: string, key: string | Buffer): KeyPartition | undefined {
    const known = this.#byTopic.get(topic);
    if (known === undefined || known.length === 0) return undefined;
    const partition = keyPartition(Buffer.from(key), known.length);
    const found = known.find(({ partitionId }) => partitionId === partition);
    const inSync = found === undefined || found.leader < 0 ? 0 : found.isr.length;
    return { partition, writable: inSync >= replication.minInsyncReplicas };
  }
}
