import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import kafkajs from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aliveNodes } from '../../../../localstack/kafka/alive-nodes.ts';
import { setClusterDefaults } from '../../../../localstack/kafka/cluster-defaults.ts';
import { processIdentity } from '../../../../localstack/processes/process-identity.ts';
import { topicDefinitions } from '../../../../schemas/catalogue.ts';
import { eventually } from '../../../support/eventually.ts';
import { startTestCluster, type TestCluster, testUser } from '../../../support/kafka-cluster.ts';

const topic = { name: 'survivors', partitions: 12, replicationFactor: 3, configs: { 'min.insync.replicas': '2' } };

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startTestCluster();
});

afterAll(async () => {
  await cluster?.remove();
});

/** Sends records `first` … `last` one by one, as a service does, and returns those that were acknowledged. */
const produce = async (first: number, last: number): Promise<readonly string[]> => {
  const producer = cluster.as('order').producer({ allowAutoTopicCreation: false, retry: { retries: 30 } });
  await producer.connect();
  const acknowledged: string[] = [];
  for (let index = first; index <= last; index += 1) {
    const value = `record ${index}`;
    await producer.send({ topic: topic.name, acks: -1, messages: [{ key: `key ${index}`, value }] });
    acknowledged.push(value);
  }
  await producer.disconnect();
  return acknowledged;
};

/** All values in the topic, in no order. */
const consumeAll = async (group: string): Promise<ReadonlySet<string>> => {
  const ends = await eventually('a leader of every partition', () =>
    cluster.admin((admin) => admin.fetchTopicOffsets(topic.name)),
  );
  const expected = ends.reduce((sum, { offset }) => sum + Number(offset), 0);
  const consumer = cluster.as('order').consumer({ groupId: group, maxWaitTimeInMs: 100, retry: { retries: 30 } });
  const values: string[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic: topic.name, fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => void values.push(String(message.value)) });
  await eventually('all records', () => values.length >= expected, 60_000);
  await consumer.disconnect();
  return new Set(values);
};

const listens = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(`kafka://${address}`);
    const socket = connect({ host: hostname, port: Number(port) }, () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.unref();
  });

const inSyncReplicas = async (name: string): Promise<readonly number[]> => {
  const { topics } = await cluster.admin((admin) => admin.fetchTopicMetadata({ topics: [name] }));
  return topics.flatMap(({ partitions }) => partitions).map(({ isr }) => isr.length);
};

test('five nodes are alive, on loopback alone', async () => {
  const { brokers } = await cluster.admin((admin) => admin.describeCluster());
  expect(brokers.map(({ nodeId }) => nodeId).toSorted()).toEqual([1, 2, 3, 4, 5]);
  expect(new Set(brokers.map(({ host }) => host))).toEqual(new Set(['127.0.0.1']));
  expect(cluster.nodes.map(({ name, state }) => `${name} ${state}`)).toEqual(
    [1, 2, 3, 4, 5].map((id) => `node-${id} running`),
  );
});

test('a password is what it was set to last', async () => {
  const logIn = async (): Promise<void> => {
    const admin = cluster.as('order').admin();
    await admin.connect().finally(() => admin.disconnect());
  };
  await cluster.setUsers([{ username: 'order', password: 'another, with "odd" [characters]=' }]);
  await expect(logIn()).rejects.toThrow(/SASL/);
  await cluster.setUsers([testUser('order')]);
  await expect(logIn()).resolves.toBeUndefined();
});

test('an unknown topic is not created by its use', async () => {
  const producer = cluster.as('order').producer();
  await producer.connect();
  await expect(producer.send({ topic: 'unheard-of', messages: [{ value: 'value' }] })).rejects.toThrow();
  await producer.disconnect();
  expect(await cluster.admin((admin) => admin.listTopics())).not.toContain('unheard-of');
});

test('an unknown node is named', () => {
  expect(() => cluster.node('node-6')).toThrow(
    'no Kafka node "node-6"; there are node-1, node-2, node-3, node-4, node-5',
  );
});

test('two killed nodes lose no acknowledged record, and take part again when restarted', async () => {
  await cluster.createTopics([topic]);
  const before = await produce(1, 50);
  // The partitions of which both nodes have a copy wait for one of them; a send to these is answered after the restart.
  const during = produce(51, 100);
  await Promise.all([cluster.node('node-2').kill(), cluster.node('node-4').kill()]);
  expect(cluster.node('node-2').state).toBe('stopped');
  await Promise.all([cluster.node('node-2').restart(), cluster.node('node-4').restart()]);
  const acknowledged = [...before, ...(await during)];

  const found = await consumeAll('after-the-kill');
  expect(acknowledged.filter((record) => !found.has(record))).toEqual([]);
  expect(acknowledged).toHaveLength(100);
  await eventually(
    'every replica to be in sync',
    async () => (await inSyncReplicas(topic.name)).every((count) => count === 3),
    60_000,
  );
});

test('a paused node answers nothing until it is resumed', async () => {
  const node = cluster.node('node-5');
  node.pause();
  expect(node.state).toBe('paused');
  await eventually(
    'the others to go on without it',
    async () => !(await aliveNodes(cluster.node('node-1').internalAddress)).includes(node.id),
    60_000,
  );
  await expect(aliveNodes(node.internalAddress)).rejects.toThrow('no response');
  node.resume();
  await node.ready([1, 2, 3, 4, 5]);
  expect(node.state).toBe('running');
});

test('stopped, it leaves no process and no port; started on the same folder, it has everything as before', async () => {
  await cluster.createTopics(topicDefinitions);
  const pids = cluster.nodes.map(({ pid }) => pid ?? 0);
  const addresses = cluster.nodes.flatMap(({ clientAddress, internalAddress }) => [clientAddress, internalAddress]);
  const { clusterId, folder } = cluster;
  const records = await consumeAll('before-the-stop');

  await cluster.stop();
  expect(pids.map(processIdentity)).toEqual(pids.map(() => undefined));
  expect(await Promise.all(addresses.map(listens))).toEqual(addresses.map(() => false));

  cluster = await startTestCluster(folder);
  expect(cluster).toMatchObject({ kept: true, clusterId });
  expect(await consumeAll('after-the-stop')).toEqual(records);
  expect(await produce(101, 110)).toHaveLength(10);
  await cluster.createTopics(topicDefinitions);
});

test('min.insync.replicas is what the nodes are configured with also where kept data differs', async () => {
  const { BROKER } = kafkajs.ConfigResourceTypes;
  const found = async (): Promise<readonly string[]> => {
    const resources = cluster.nodes.map(({ id }) => ({
      type: BROKER,
      name: String(id),
      configNames: ['min.insync.replicas'],
    }));
    const answer = await cluster.admin((admin) => admin.describeConfigs({ includeSynonyms: false, resources }));
    return answer.resources.flatMap(({ configEntries }) => configEntries.map(({ configValue }) => configValue));
  };
  const { internalAddress } = cluster.node('node-1');
  await cluster.admin((admin) => setClusterDefaults(internalAddress, admin, { 'min.insync.replicas': 1 }));
  expect(await found()).toEqual(['1', '1', '1', '1', '1']);

  const { folder } = cluster;
  await cluster.stop();
  cluster = await startTestCluster(folder);
  expect(await found()).toEqual(['2', '2', '2', '2', '2']);
});

test('each node keeps its log', async () => {
  for (const { logFile, name } of cluster.nodes) {
    expect(logFile).toContain(name);
    expect(await readFile(logFile, 'utf8')).toContain('kafka');
  }
});
