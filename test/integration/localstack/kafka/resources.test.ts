import kafkajs from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mskResources } from '../../../../localstack/kafka/resources.ts';
import type { ResourceProperties } from '../../../../localstack/template/resource-provider.ts';
import { topicDefinitions } from '../../../../schemas/catalogue.ts';
import { startTestCluster, type TestCluster } from '../../../support/kafka-cluster.ts';

const clusterProperties = {
  ClusterName: 'orderstream-local-kafka',
  NumberOfBrokerNodes: 6,
  ClientAuthentication: { Sasl: { Scram: { Enabled: true } }, Unauthenticated: { Enabled: false } },
};
const secretArn = 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:AmazonMSK_orderstream_local_order-AbCdEf';

let cluster: TestCluster;
let create: (type: string, properties: ResourceProperties) => Promise<{ ref: string; attributes: object }>;
let clusterArn: string;
const clusters = new Map<string, string>();
const notes: string[] = [];

beforeAll(async () => {
  const starting = startTestCluster();
  const providers = mskResources({
    cluster: starting,
    clusters,
    secretValue: async (arn) =>
      JSON.stringify({ username: arn.includes('_order-') ? 'order' : '?', password: 'rotated' }),
    note: (line) => notes.push(line),
  });
  create = async (type, properties) => {
    const provider = providers[type];
    if (provider === undefined) throw new Error(`no provider for ${type}`);
    const context = { stack: 'kafka', logicalId: 'It', type, accountId: '000000000000', region: 'eu-west-1' };
    return provider(properties, context);
  };
  clusterArn = (await create('AWS::MSK::Cluster', clusterProperties)).ref;
  cluster = await starting;
});

afterAll(async () => {
  await cluster?.remove();
});

describe('AWS::MSK::Cluster', () => {
  test('is the five nodes, whatever the template counts', () => {
    expect(clusterArn).toMatch(
      /^arn:aws:kafka:eu-west-1:000000000000:cluster\/orderstream-local-kafka\/[0-9a-f-]{36}-1$/,
    );
    expect(clusters.get(clusterArn)).toBe(cluster.bootstrapBrokers);
    expect(notes).toEqual(['Kafka cluster orderstream-local-kafka: 6 brokers on AWS, 5 nodes on this machine']);
  });

  test('is one', async () => {
    await expect(create('AWS::MSK::Cluster', { ...clusterProperties, ClusterName: 'another' })).rejects.toThrow(
      'runs one Kafka cluster',
    );
  });

  test('logs in with SCRAM', async () => {
    const other = { ...clusterProperties, ClientAuthentication: { Sasl: { Iam: { Enabled: true } } } };
    await expect(create('AWS::MSK::Cluster', other)).rejects.toThrow('ClientAuthentication.Sasl.Scram.Enabled');
  });
});

describe('AWS::MSK::Configuration', () => {
  const configuration = (serverProperties: string) =>
    create('AWS::MSK::Configuration', { Name: 'brokers', ServerProperties: serverProperties });

  test('is taken when the nodes are so', async () => {
    const { attributes } = await configuration(
      'auto.create.topics.enable=false\nmin.insync.replicas=2\nnum.io.threads=8',
    );
    expect(attributes).toMatchObject({ Arn: expect.stringContaining(':configuration/brokers/') });
  });

  test('is refused when clients would see a difference', async () => {
    await expect(configuration('min.insync.replicas=1\nmade.up=yes')).rejects.toThrow(
      'min.insync.replicas is 2, declared 1; made.up is unknown, declared yes',
    );
  });
});

describe('AWS::MSK::BatchScramSecret', () => {
  test('makes the users of its secrets', async () => {
    const properties = { ClusterArn: clusterArn, SecretArnList: [secretArn] };
    expect(await create('AWS::MSK::BatchScramSecret', properties)).toMatchObject({ ref: clusterArn });
    const kafka = new kafkajs.Kafka({
      brokers: cluster.bootstrapBrokers.split(','),
      sasl: { mechanism: 'scram-sha-512', username: 'order', password: 'rotated' },
      logLevel: kafkajs.logLevel.NOTHING,
    });
    const admin = kafka.admin();
    await expect(admin.connect()).resolves.toBeUndefined();
    await admin.disconnect();
  });
});

describe('AWS::MSK::Topic', () => {
  const topic = ({ name, partitions, replicationFactor, configs }: (typeof topicDefinitions)[number]) => ({
    ClusterArn: clusterArn,
    TopicName: name,
    PartitionCount: partitions,
    ReplicationFactor: replicationFactor,
    Configs: Buffer.from(JSON.stringify(configs)).toString('base64'),
  });

  test('every topic of the catalogue is created exactly, and once', async () => {
    for (const definition of topicDefinitions) {
      const { ref } = await create('AWS::MSK::Topic', topic(definition));
      expect(ref).toBe(`${clusterArn.replace(':cluster/', ':topic/')}/${definition.name}`);
    }
    for (const definition of topicDefinitions) await create('AWS::MSK::Topic', topic(definition));
    expect((await actualTopics()).toSorted(byName)).toEqual(topicDefinitions.toSorted(byName));
  });

  test('a topic that exists takes other configs, but no other partitions or copies', async () => {
    const first = topicDefinitions[0];
    if (first === undefined) throw new Error('the catalogue is empty');
    await create('AWS::MSK::Topic', topic({ ...first, configs: { ...first.configs, 'retention.ms': '1000' } }));
    expect(await actualTopics()).toContainEqual({ ...first, configs: { ...first.configs, 'retention.ms': '1000' } });
    await expect(create('AWS::MSK::Topic', topic({ ...first, partitions: 49 }))).rejects.toThrow(
      'topic orders.created exists with partitions 48, declared 49',
    );
    await expect(create('AWS::MSK::Topic', topic({ ...first, replicationFactor: 2 }))).rejects.toThrow(
      'replication factor 3, declared 2',
    );
  });

  test('of another cluster is refused', async () => {
    const properties = { ClusterArn: 'arn:other', TopicName: 'a', PartitionCount: 1, ReplicationFactor: 3 };
    await expect(create('AWS::MSK::Topic', properties)).rejects.toThrow('there is no cluster arn:other');
  });
});

const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);

/** All topics as the brokers have them, with the configs that were set for them. */
const actualTopics = () =>
  cluster.admin(async (admin) => {
    const { topics } = await admin.fetchTopicMetadata();
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: topics.map(({ name }) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name })),
    });
    return topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.length,
      replicationFactor: partitions[0]?.replicas.length,
      configs: Object.fromEntries(
        (resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [])
          .filter(({ configSource }) => configSource === kafkajs.ConfigSource.TOPIC_CONFIG)
          .map(({ configName, configValue }) => [configName, configValue]),
      ),
    }));
  });
