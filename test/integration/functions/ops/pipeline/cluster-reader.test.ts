import type { Kafka } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kafkajsClusterReader } from '../../../../../functions/ops/pipeline/cluster-reader.kafkajs.ts';
import { pipelineRoutes } from '../../../../../functions/ops/pipeline/pipeline.routes.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { kafkaConnection } from '../../../../../functions/shared/runtime/kafka/kafka-connection.ts';
import { type Principal, topicDefinitions, topics } from '../../../../../schemas/catalogue.ts';
import type { Pipeline } from '../../../../../schemas/generated/types.ts';
import { validatePipeline } from '../../../../../schemas/generated/validators.js';
import { grantAccess } from '../../../../support/grant-access.ts';
import { httpRequestOf } from '../../../../support/http-request.ts';
import { startTestCluster, type TestCluster, testUser } from '../../../../support/kafka-cluster.ts';

const topic = 'notifications.events';
const group = 'analytics-project.notifications';
const { partitions } = topics[topic];
const minute = 60_000;
const now = Date.now();
const longSilenceMs = 40_000;

/** As the function's principal, with no more rights than the matrix gives it. */
describe('the pipeline in Kafka', () => {
  let cluster: TestCluster;

  const connectAs = (principal: Principal) => async (): Promise<Kafka> =>
    kafkaConnection({
      ...{ brokers: cluster.bootstrapBrokers, ...testUser(principal), clientId: principal, logLevel: 'NOTHING' },
    });
  const reader = () => kafkajsClusterReader(connectAs('monitor'));
  const look = async (cluster = reader()): Promise<Pipeline> => {
    const route = pipelineRoutes({ cluster, clock: { now: () => new Date() } })['GET /admin/pipeline'];
    return JSON.parse((await route?.(httpRequestOf({})))?.body ?? '');
  };
  const write = async (name: string, minutesAgo: Readonly<Record<number, readonly number[]>>) => {
    const producer = (await connectAs('admin')()).producer();
    await producer.connect();
    const messages = Object.entries(minutesAgo).flatMap(([partition, ages]) =>
      ages.map((ago) => ({ partition: Number(partition), value: '{}', timestamp: String(now - ago * minute) })),
    );
    await producer.send({ topic: name, messages });
    await producer.disconnect();
  };

  beforeAll(async () => {
    cluster = await startTestCluster();
    await cluster.createTopics(topicDefinitions);
    await grantAccess(cluster);
    await write(topic, { 1: [120, 60, 2], 2: [1] });
    await write(`${topic}.dlq`, { 0: [90, 3] });
    await cluster.admin((admin) =>
      admin.setOffsets({ groupId: group, topic, partitions: [{ partition: 1, offset: '1' }] }),
    );
  });
  afterAll(() => cluster?.remove());

  it('is read whole, by its contract', async () => {
    const answer = await look();
    expect(validatePipeline(answer)).toBeNull();
    expect(answer).toMatchObject({ under_replicated_partitions: 0, offline_partitions: 0, unread: [] });
    expect(answer.topics.map((one) => [one.topic, one.end_offsets.length])).toEqual(
      Object.entries(topics).map(([name, declared]) => [name, declared.partitions]),
    );
  });

  it('shows offsets, lag, skew and dead letters', async () => {
    const found = (await look()).topics.find((one) => one.topic === topic);
    const end_offsets = Array.from({ length: partitions }, (_, n) => ({ 1: 3, 2: 1 })[n] ?? 0);
    expect(found).toMatchObject({
      end_offsets,
      recent: { records: 2, hottest: { share: 0.5 } },
      dead_letters: { held: 2, recent: { records: 1 } },
    });
    const [projection] = found?.consumers.filter((one) => one.group === group) ?? [];
    expect(projection).toMatchObject({
      ...{ lag_records: 3, lost_records: 0, most_behind: { partition: 1, lag_records: 2 } },
      committed_offsets: end_offsets.map((_, n) => (n === 1 ? 1 : 0)),
    });
    const minutes = (projection?.lag_seconds ?? 0) / 60;
    expect(minutes).toBeGreaterThan(60 / 1.06);
    expect(minutes).toBeLessThan(60 * 1.06);
  });

  it('is hidden from a principal without the permissions', async () => {
    const unread = await kafkajsClusterReader(connectAs('notification')).committed(group, topic).catch(String);
    expect(unread).toContain('TransientError');
  });

  it('counts the partitions that lack the copy of a dead broker, and reads everything meanwhile', async () => {
    const used = reader();
    expect((await look(used)).under_replicated_partitions).toBe(0);
    await cluster.node('node-1').kill();
    await expect
      .poll(async () => (await look(used)).under_replicated_partitions, { timeout: longSilenceMs, interval: 1_000 })
      .toBeGreaterThan(0);
    expect(await look(used)).toMatchObject({ offline_partitions: 0, unread: [] });
    await cluster.node('node-1').start();
    await expect
      .poll(async () => (await look(used)).under_replicated_partitions, { timeout: longSilenceMs, interval: 1_000 })
      .toBe(0);
  });

  it('is a transient error where no broker answers', async () => {
    const nowhere = async (): Promise<Kafka> =>
      kafkaConnection({ brokers: '127.0.0.1:1', ...testUser('monitor'), clientId: 'monitor', logLevel: 'NOTHING' });
    await expect(kafkajsClusterReader(nowhere).offsets(topic)).rejects.toThrow(TransientError);
  });
});
