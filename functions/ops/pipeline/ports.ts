import type { OffsetsAt } from '../../shared/kernel/oldest-pending.ts';
import type { PartitionReplicas, RetainedOffsets } from './pipeline-domain.ts';

/** What Kafka answers about topics and groups, without any record. @throws {TransientError} each method. */
export interface ClusterReader {
  /** The partitions of each topic, dead-letter queues too. */
  replicas(topics: readonly string[]): Promise<ReadonlyMap<string, readonly PartitionReplicas[]>>;
  /** Of every partition, in their order. */
  offsets(topic: string): Promise<readonly RetainedOffsets[]>;
  /** By partition, the offset after the last record that the group acknowledged; none where it acknowledged none. */
  committed(group: string, topic: string): Promise<ReadonlyMap<number, number>>;
  /** The first offsets of a topic that are not older than a time; the end where there is none. */
  offsetsAt(topic: string, ...time: Parameters<OffsetsAt>): ReturnType<OffsetsAt>;
}
