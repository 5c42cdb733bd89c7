import { Properties } from '../properties.ts';
import { derivedUuid } from '../template/derived-identifiers.ts';
import type { CreatedResource, ResourceContext, ResourceProviders } from '../template/resource-provider.ts';
import { assertBrokerProperties } from './broker-properties.ts';
import type { KafkaCluster } from './cluster.ts';
import { parseScramSecret } from './scram-secret.ts';
import { ensureTopic, type TopicSpec } from './topics.ts';

/** The nodes from an administrator's view. */
export type KafkaBrokers = Pick<KafkaCluster, 'bootstrapBrokers' | 'setUsers' | 'admin'> & {
  readonly nodes: readonly unknown[];
};

export interface MskResourceSettings {
  /** The five nodes that serve as the template's cluster; they may still be starting. */
  readonly cluster: Promise<KafkaBrokers>;
  /** Filled as the cluster is created; the source of `startMskEndpoint`. */
  readonly clusters: Map<string, string>;
  /** The current value of a secret, by its ARN. */
  readonly secretValue: (arn: string) => Promise<string>;
  /** Called with each difference from AWS that is by design, in one line. */
  readonly note: (line: string) => void;
}

/** The Amazon MSK resources of a template that the local platform runs. */
export const mskResources = ({ cluster, clusters, secretValue, note }: MskResourceSettings): ResourceProviders => {
  /** @throws {Error} when the template created no cluster of this ARN. */
  const clusterOf = async (properties: Properties): Promise<{ arn: string; kafka: KafkaBrokers }> => {
    const arn = properties.string('ClusterArn');
    if (!clusters.has(arn)) throw new Error(`there is no cluster ${arn}`);
    return { arn, kafka: await cluster };
  };

  return {
    'AWS::MSK::Configuration': async (values, context) => {
      const properties = new Properties(values);
      await assertBrokerProperties(await cluster, properties.string('ServerProperties'));
      const arn = mskArn(context, 'configuration', properties.string('Name'));
      return resource(arn, { Arn: arn, 'LatestRevision.Revision': '1' });
    },

    'AWS::MSK::Cluster': async (values, context) => {
      const properties = new Properties(values);
      const name = properties.string('ClusterName');
      assertScram(properties);
      if (clusters.size > 0) throw new Error('the local platform runs one Kafka cluster, the template has another');
      const { bootstrapBrokers, nodes } = await cluster;
      const brokers = properties.number('NumberOfBrokerNodes');
      if (brokers !== nodes.length)
        note(`Kafka cluster ${name}: ${brokers} brokers on AWS, ${nodes.length} nodes on this machine`);
      const arn = mskArn(context, 'cluster', name);
      clusters.set(arn, bootstrapBrokers);
      return resource(arn, { Arn: arn });
    },

    'AWS::MSK::BatchScramSecret': async (values) => {
      const properties = new Properties(values);
      const { arn, kafka } = await clusterOf(properties);
      const secrets = properties.strings('SecretArnList');
      await kafka.setUsers(
        await Promise.all(secrets.map(async (secret) => parseScramSecret(secret, await secretValue(secret)))),
      );
      return resource(arn, {});
    },

    'AWS::MSK::Topic': async (values) => {
      const properties = new Properties(values);
      const { arn, kafka } = await clusterOf(properties);
      const topic = topicSpec(properties);
      await kafka.admin((admin) => ensureTopic(admin, topic));
      const topicArn = `${arn.replace(':cluster/', ':topic/')}/${topic.name}`;
      return resource(topicArn, { TopicArn: topicArn });
    },
  };
};

const resource = (ref: string, attributes: CreatedResource['attributes']): CreatedResource => ({ ref, attributes });

/** The same at every start, because kept data remembers it. */
const mskArn = ({ region, accountId }: ResourceContext, kind: 'cluster' | 'configuration', name: string): string =>
  `arn:aws:kafka:${region}:${accountId}:${kind}/${name}/${derivedUuid(`${kind}/${name}`)}-1`;

const assertScram = (properties: Properties): void => {
  const scram = properties.record('ClientAuthentication')?.record('Sasl')?.record('Scram');
  if (scram?.boolean('Enabled') !== true)
    properties.fail('ClientAuthentication.Sasl.Scram.Enabled', 'must be true: no other login is run locally');
};

const topicSpec = (properties: Properties): TopicSpec => {
  const name = properties.string('TopicName');
  const required = (property: string): number =>
    properties.number(property) ?? properties.fail(property, 'is required');
  const [partitions, replicationFactor] = [required('PartitionCount'), required('ReplicationFactor')];
  return { name, partitions, replicationFactor, configs: topicConfigs(properties) };
};

/** `Configs`: base64 of a JSON object from Kafka's configuration names to strings. */
const topicConfigs = (properties: Properties): TopicSpec['configs'] => {
  const encoded = properties.optionalString('Configs');
  if (encoded === undefined) return {};
  let configs: unknown;
  try {
    configs = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  } catch {
    return properties.fail('Configs', 'must be the base64 of a JSON object');
  }
  return new Properties({ Configs: configs }).stringMap('Configs');
};
