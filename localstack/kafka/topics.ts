import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, { type Admin } from 'kafkajs';

/** The desired state of a topic. `configs` are Kafka's own names and string values. */
export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs: Readonly<Record<string, string>>;
}

const deadlineMs = 30_000;
const pollMs = 20;

/**
 * Creates the topic, or reuses the one of kept data and sets its configuration. Resolves when every partition has a
 * leader.
 *
 * @throws {Error} naming the topic when the one that exists has other partitions or another replication factor: neither
 * can change without moving keys to other partitions or data to other nodes.
 */
export const ensureTopic = async (admin: Admin, topic: TopicSpec): Promise<void> => {
  const created = await create(admin, topic);
  const found = await partitionsWithLeaders(admin, topic.name);
  if (created) return;
  const replicationFactor = Math.min(...found.map(({ replicas }) => replicas.length));
  assertSame(topic.name, 'partitions', found.length, topic.partitions);
  assertSame(topic.name, 'replication factor', replicationFactor, topic.replicationFactor);
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic.name, configEntries: configEntries(topic) }],
  });
};

const configEntries = ({ configs }: TopicSpec): { name: string; value: string }[] =>
  Object.entries(configs).map(([name, value]) => ({ name, value }));

/** @returns false when the topic exists. */
const create = (admin: Admin, topic: TopicSpec): Promise<boolean> =>
  admin.createTopics({
    // kafkajs waits for leaders by a single query, and fails at a broker that does not know the topic yet.
    waitForLeaders: false,
    topics: [
      {
        topic: topic.name,
        numPartitions: topic.partitions,
        replicationFactor: topic.replicationFactor,
        configEntries: configEntries(topic),
      },
    ],
  });

const partitionsWithLeaders = async (admin: Admin, name: string) => {
  const started = Date.now();
  for (;;) {
    const partitions = await partitionsOf(admin, name);
    if (partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)) return partitions;
    if (Date.now() - started > deadlineMs) throw new Error(`topic ${name}: partitions without a leader`);
    await delay(pollMs);
  }
};

const partitionsOf = async (admin: Admin, name: string) => {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
    return topics.flatMap(({ partitions }) => partitions);
  } catch (error) {
    if (error instanceof kafkajs.KafkaJSProtocolError && error.retriable) return [];
    throw error;
  }
};

const assertSame = (topic: string, what: string, found: number, wanted: number): void => {
  if (found !== wanted)
    throw new Error(
      `topic ${topic} exists with ${what} ${found}, declared ${wanted}: start on fresh data to change it`,
    );
};
