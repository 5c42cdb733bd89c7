import type { Pipeline } from '../../../schemas/generated/types.ts';
import { deadLetterTopic, type TopicName } from '../../../schemas/topics.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { oldestPending } from '../../shared/kernel/oldest-pending.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import {
  consumerOf,
  heldRecords,
  isBehind,
  type ObservedGroup,
  type PartitionReplicas,
  pendingRanges,
  type RetainedOffsets,
  recentRecords,
  recordCount,
  replicaCounts,
} from './pipeline-domain.ts';
import type { ClusterReader } from './ports.ts';

export interface PipelinePorts {
  readonly cluster: ClusterReader;
  readonly clock: Clock;
  /** The topics, each with its consumer groups. */
  readonly topics: ReadonlyMap<TopicName, readonly ObservedGroup[]>;
}

type PipelineTopic = Pipeline['topics'][number];

/** The time over which skew is measured. */
const recentSeconds = 300;
/** After this time, the remaining topics are reported as unread: API Gateway waits for 29 s. */
const withinMs = 12_000;
const longestCause = 200;

type Replicas = ReadonlyMap<string, readonly PartitionReplicas[]>;

/** Groups of one topic mostly ask for the same times. */
const remembering = (cluster: ClusterReader, topic: TopicName) => {
  const known = new Map<number, ReturnType<ClusterReader['offsetsAt']>>();
  return (time: number) => {
    const answer = known.get(time) ?? cluster.offsetsAt(topic, time);
    known.set(time, answer);
    return answer;
  };
};

const deadLettersOf = async (
  { cluster }: PipelinePorts,
  topic: TopicName,
  replicas: Replicas,
  now: number,
): Promise<PipelineTopic['dead_letters']> => {
  const queue = deadLetterTopic(topic);
  const retained = await cluster.offsets(queue);
  const held = heldRecords(retained);
  const since = held > 0 ? await cluster.offsetsAt(queue, now - recentSeconds * 1_000) : new Map();
  const recent = { seconds: recentSeconds, records: recordCount(retained, since) };
  return { queue, held, recent, ...replicaCounts(replicas.get(queue) ?? []) };
};

const topicOf = async (
  ports: PipelinePorts,
  topic: TopicName,
  groups: readonly ObservedGroup[],
  replicas: Replicas,
): Promise<PipelineTopic> => {
  const { cluster, clock } = ports;
  const committed: ReadonlyMap<number, number>[] = [];
  // The groups first: a record produced in between makes the lag too high, never too low.
  for (const { group } of groups) committed.push(await cluster.committed(group, topic));
  const retained: readonly RetainedOffsets[] = await cluster.offsets(topic);
  const now = clock.now().getTime();
  const offsetsAt = remembering(cluster, topic);
  const consumers: PipelineTopic['consumers'][number][] = [];
  for (const [index, group] of groups.entries()) {
    const reached = committed[index] ?? new Map();
    const ranges = pendingRanges(retained, reached);
    const oldest = isBehind(ranges) ? await oldestPending(offsetsAt, ranges, now) : now;
    consumers.push(consumerOf(group, retained, reached, Math.round((now - oldest) / 1_000)));
  }
  return {
    topic,
    end_offsets: retained.map(({ end }) => end),
    ...replicaCounts(replicas.get(topic) ?? []),
    recent: recentRecords(retained, await offsetsAt(now - recentSeconds * 1_000), recentSeconds),
    dead_letters: await deadLettersOf(ports, topic, replicas, now),
    consumers,
  };
};

/** kafkajs returns no offsets of a topic with a partition without a leader. */
const withoutLeader = (partitions: readonly PartitionReplicas[] = []): string | undefined => {
  const { offline_partitions: offline } = replicaCounts(partitions);
  return offline > 0 ? `${offline} of its ${partitions.length} partitions have no leader` : undefined;
};

/** The topic, or why Kafka did not answer for it. */
const readOrCause = async (...[ports, topic, groups, replicas]: Parameters<typeof topicOf>) => {
  try {
    return await topicOf(ports, topic, groups, replicas);
  } catch (thrown) {
    if (!(thrown instanceof TransientError)) throw thrown;
    return thrown.message.slice(0, longestCause);
  }
};

/** Asks nothing more once it is late. */
const punctual = (cluster: ClusterReader, isLate: () => boolean): ClusterReader => {
  const onTime = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (isLate()) throw new TransientError(`Kafka was too slow: not read within ${withinMs} ms`);
    return ask();
  };
  return {
    replicas: (topics) => cluster.replicas(topics),
    offsets: (topic) => onTime(() => cluster.offsets(topic)),
    committed: (group, topic) => onTime(() => cluster.committed(group, topic)),
    offsetsAt: (topic, time) => onTime(() => cluster.offsetsAt(topic, time)),
  };
};

/**
 * One look at every topic and consumer group. Topics are read one after the other, since kafkajs loses all but one of several
 * requested at once; a topic that Kafka does not answer for is reported by name, the others are read.
 * @throws {TransientError} Kafka does not answer at all.
 */
export const pipeline = (ports: PipelinePorts) => async (): Promise<Pipeline> => {
  const { clock, topics } = ports;
  const at = clock.now();
  const cluster = punctual(ports.cluster, () => clock.now().getTime() - at.getTime() > withinMs);
  const names = [...topics.keys()];
  const replicas = await cluster.replicas(names.flatMap((topic) => [topic, deadLetterTopic(topic)]));
  const read: PipelineTopic[] = [];
  const unread: Pipeline['unread'][number][] = [];
  for (const [topic, groups] of topics) {
    const outcome =
      withoutLeader(replicas.get(topic)) ?? (await readOrCause({ ...ports, cluster }, topic, groups, replicas));
    if (typeof outcome === 'string') unread.push({ topic, cause: outcome });
    else read.push(outcome);
  }
  return { at: at.toISOString(), ...replicaCounts([...replicas.values()].flat()), topics: read, unread };
};
