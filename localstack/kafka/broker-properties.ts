import kafkajs from 'kafkajs';
import type { KafkaCluster } from './cluster.ts';
import { scaledDown } from './server-properties.ts';

/**
 * Compares the local nodes with the template's broker configuration: they start before the template is read, so a difference
 * that clients could see is an error, not a surprise on AWS.
 *
 * @param serverProperties lines of `name=value`, as in `AWS::MSK::Configuration`.
 * @throws {Error} naming every property with another value on the local nodes, or none.
 */
export const assertBrokerProperties = async (
  cluster: Pick<KafkaCluster, 'admin'>,
  serverProperties: string,
): Promise<void> => {
  const wanted = parseProperties(serverProperties).filter(([name]) => !(name in scaledDown));
  if (wanted.length === 0) return;
  const actual = await brokerProperties(
    cluster,
    wanted.map(([name]) => name),
  );
  const differing = wanted
    .filter(([name, value]) => actual.get(name) !== value)
    .map(([name, value]) => `${name} is ${actual.get(name) ?? 'unknown'}, declared ${value}`);
  if (differing.length > 0)
    throw new Error(`the local nodes differ (see localstack/kafka/server-properties.ts): ${differing.join('; ')}`);
};

export const parseProperties = (text: string): readonly (readonly [name: string, value: string])[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const at = line.indexOf('=');
      if (at < 1) throw new Error(`"${line}" in ServerProperties is not name=value`);
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    });

const brokerProperties = (
  cluster: Pick<KafkaCluster, 'admin'>,
  names: string[],
): Promise<ReadonlyMap<string, string>> =>
  cluster.admin(async (admin) => {
    const broker = { type: kafkajs.ConfigResourceTypes.BROKER, name: '1', configNames: names };
    const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [broker] });
    return new Map(
      resources
        .flatMap(({ configEntries }) => configEntries)
        .map(({ configName, configValue }) => [configName, configValue]),
    );
  });
