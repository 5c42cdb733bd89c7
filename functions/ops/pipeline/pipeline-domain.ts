import type { Pipeline, PipelineConsumer } from '../../../schemas/generated/types.ts';
import type { PendingRange } from '../../shared/kernel/oldest-pending.ts';

/** The copies of one partition. */
export interface PartitionReplicas {
  /** Whether it has a leader: without one it takes and returns no record. */
  readonly online: boolean;
  readonly replicas: number;
  readonly inSync: number;
}

/** The retained offsets of one partition: from `first` to `end`, exclusive. */
export interface RetainedOffsets {
  readonly partition: number;
  readonly first: number;
  readonly end: number;
}

/** A consumer group as it is declared. */
export type ObservedGroup = Pick<PipelineConsumer, 'group' | 'function' | 'latency'>;

type Offsets = ReadonlyMap<number, number>;
type Recent = Pipeline['topics'][number]['recent'];

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** The counts of partitions that lack copies, and of those without a leader, which the former include. */
export const replicaCounts = (partitions: readonly PartitionReplicas[]) => ({
  under_replicated_partitions: partitions.filter(({ replicas, inSync }) => inSync < replicas).length,
  offline_partitions: partitions.filter(({ online }) => !online).length,
});

/** Retention may have deleted records that the group has not acknowledged: they are lost, not pending. */
export const pendingRanges = (retained: readonly RetainedOffsets[], committed: Offsets): readonly PendingRange[] =>
  retained.map(({ partition, first, end }) => ({
    partition,
    acknowledged: Math.max(committed.get(partition) ?? first, first),
    end,
  }));

/** Where the commit overtook the ends that were read before it, nothing is pending. */
const lagOf = ({ acknowledged, end }: PendingRange): number => Math.max(0, end - acknowledged);

export const isBehind = (ranges: readonly PendingRange[]): boolean => ranges.some((range) => lagOf(range) > 0);

/** @param lagSeconds age of the oldest pending record; 0 where nothing is pending. */
export const consumerOf = (
  group: ObservedGroup,
  retained: readonly RetainedOffsets[],
  committed: Offsets,
  lagSeconds: number,
): PipelineConsumer => {
  const ranges = pendingRanges(retained, committed);
  const [most] = ranges.toSorted((a, b) => lagOf(b) - lagOf(a));
  return {
    ...group,
    lag_records: sum(ranges.map(lagOf)),
    lag_seconds: lagSeconds,
    lost_records: sum(retained.map(({ partition, first }) => Math.max(0, first - (committed.get(partition) ?? first)))),
    committed_offsets: ranges.map(({ acknowledged }) => acknowledged),
    ...(most && lagOf(most) > 0 && { most_behind: { partition: most.partition, lag_records: lagOf(most) } }),
  };
};

const recordsSince = (retained: readonly RetainedOffsets[], since: Offsets) =>
  retained.map(({ partition, end }) => ({ partition, records: Math.max(0, end - (since.get(partition) ?? end)) }));

export const recordCount = (retained: readonly RetainedOffsets[], since: Offsets): number =>
  sum(recordsSince(retained, since).map(({ records }) => records));

/** The records of the last seconds, and the share of the partition that has most of them: the skew of the keys. */
export const recentRecords = (retained: readonly RetainedOffsets[], since: Offsets, seconds: number): Recent => {
  const counts = recordsSince(retained, since);
  const records = sum(counts.map((one) => one.records));
  const [hottest] = counts.toSorted((a, b) => b.records - a.records);
  if (hottest === undefined || records === 0) return { seconds, records };
  const share = Math.round((hottest.records / records) * 10_000) / 10_000;
  return { seconds, records, hottest: { partition: hottest.partition, share } };
};

export const heldRecords = (retained: readonly RetainedOffsets[]): number =>
  sum(retained.map(({ first, end }) => end - first));
