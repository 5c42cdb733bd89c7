import '../../../patches/kafkajs-offline-partitions.ts';
import type { Admin, Kafka } from 'kafkajs';
import { causeOf } from '../../shared/runtime/idioms/batch-outcome.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { ClusterReader } from './ports.ts';

/** Time limit of one question to Kafka. */
const answerWithinMs = 5_000;

const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Reads from Kafka by one connection, which stays open between looks: a new one costs a login at every broker. After a failure
 * it is replaced, since kafkajs keeps to the leaders and the coordinator that it knows; the question is asked once more.
 */
export const kafkajsClusterReader = (connect: () => Promise<Kafka>): ClusterReader => {
  let current: Promise<Admin> | undefined;
  const open = async (): Promise<Admin> => {
    const admin = (await connect()).admin({ retry: { retries: 1 } });
    await admin.connect();
    return admin;
  };
  const discard = (failed: Promise<Admin>): void => {
    if (current === failed) current = undefined;
    failed.then((admin) => admin.disconnect()).catch(() => undefined);
  };
  const attempt = async <T>(ask: (admin: Admin) => Promise<T>): Promise<T> => {
    current ??= open();
    const used = current;
    try {
      return await within(answerWithinMs, used.then(ask));
    } catch (thrown) {
      discard(used);
      throw thrown;
    }
  };
  const answer = async <T>(ask: (admin: Admin) => Promise<T>): Promise<T> => {
    try {
      return await attempt(ask).catch(() => attempt(ask));
    } catch (thrown) {
      throw new TransientError(causeOf(thrown), { cause: thrown });
    }
  };
  return {
    replicas: async (topics) => {
      const metadata = await answer((admin) => admin.fetchTopicMetadata({ topics: [...topics] }));
      return new Map(
        metadata.topics.map(({ name, partitions }) => [
          name,
          partitions.map(({ leader, replicas, isr }) => ({
            online: leader >= 0,
            replicas: replicas.length,
            inSync: isr.length,
          })),
        ]),
      );
    },
    offsets: async (topic) => {
      const ends = await answer((admin) => admin.fetchTopicOffsets(topic));
      return ends
        .map(({ partition, low, high }) => ({ partition, first: Number(low), end: Number(high) }))
        .sort((a, b) => a.partition - b.partition);
    },
    committed: async (groupId, topic) => {
      const fetched = await answer((admin) => admin.fetchOffsets({ groupId, topics: [topic] }));
      return new Map(
        fetched
          .flatMap(({ partitions }) => partitions)
          .map(({ partition, offset }) => [partition, Number(offset)] as const)
          // −1: the group has committed nothing in this partition.
          .filter(([, offset]) => offset >= 0),
      );
    },
    offsetsAt: async (topic, time) => {
      const found = await answer((admin) => admin.fetchTopicOffsetsByTimestamp(topic, time));
      return new Map(found.map(({ partition, offset }) => [partition, Number(offset)]));
    },
  };
};
