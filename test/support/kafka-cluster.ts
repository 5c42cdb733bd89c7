import '../../patches/kafkajs-request-queue.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs, { type Kafka } from 'kafkajs';
import { type KafkaCluster, startKafkaCluster } from '../../localstack/kafka/cluster.ts';
import { ensureTopic, type TopicSpec } from '../../localstack/kafka/topics.ts';
import { type Principal, principals } from '../../schemas/catalogue.ts';
import { kafkaJars } from './jars.ts';

/** The login of a principal on every test cluster. */
export const testUser = (principal: Principal): { readonly username: string; readonly password: string } => ({
  username: principal,
  password: `${principal}-test-password`,
});

/** Five nodes with a user for every principal, and no topics and access rules but those a test makes. */
export interface TestCluster extends KafkaCluster {
  readonly folder: string;
  /** A client of the SASL/SCRAM listener as a principal. It does not retry and does not log. */
  as(principal: Principal): Kafka;
  createTopics(topics: readonly TopicSpec[]): Promise<void>;
  /** Ends the nodes and removes their data. */
  remove(): Promise<void>;
}

/** Starts a cluster on new data, or again on the data of one that was stopped. For `beforeAll`, with `remove` in `afterAll`. */
export const startTestCluster = async (keptFolder?: string): Promise<TestCluster> => {
  const folder = keptFolder ?? (await mkdtemp(join(tmpdir(), 'orderstream-kafka-')));
  const cluster = await startKafkaCluster({ folder, jars: kafkaJars, users: principals.map(testUser) });
  return {
    ...cluster,
    folder,
    as: (principal) =>
      new kafkajs.Kafka({
        clientId: `test-${principal}`,
        brokers: cluster.bootstrapBrokers.split(','),
        sasl: { mechanism: 'scram-sha-512', ...testUser(principal) },
        logLevel: kafkajs.logLevel.NOTHING,
        retry: { retries: 0 },
      }),
    createTopics: (topics) =>
      cluster.admin(async (admin) => {
        for (const topic of topics) await ensureTopic(admin, topic);
      }),
    remove: async () => {
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
