import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, { type Admin } from 'kafkajs';
import { array, exchange, int8, noTags, string } from './protocol.ts';

const incrementalAlterConfigs = { apiKey: 44, apiVersion: 1 };
const brokerResource = int8(4);
/** No name: the default of all brokers. */
const everyBroker = string('');
const set = int8(0);
const notValidateOnly = int8(0);
const timeoutMs = 10_000;
const readBackMs = 10_000;
const pollMs = 50;

type Settings = Readonly<Record<string, string | number>>;

/**
 * Sets the values that `server.properties` decides at a cluster's first start only: with eligible leader replicas (a new cluster
 * since 4.1), Kafka keeps `min.insync.replicas` in its metadata and ignores the file afterwards. kafkajs would reset
 * all other dynamic settings with it.
 *
 * @param address `host:port` of a plain-text listener where the caller is a superuser.
 * @param admin of the same cluster, to read the values back.
 * @throws {Error} Kafka refused, or its brokers have other values afterwards.
 */
export const setClusterDefaults = async (address: string, admin: Admin, settings: Settings): Promise<void> => {
  await alter(address, settings);
  const started = Date.now();
  for (;;) {
    const differing = await differences(admin, settings);
    if (differing.length === 0) return;
    if (Date.now() - started > readBackMs)
      throw new Error(`the Kafka nodes do not keep their settings: ${differing.join('; ')}`);
    await delay(pollMs);
  }
};

const alter = async (address: string, settings: Settings): Promise<void> => {
  const configs = Object.entries(settings).map(([name, value]) =>
    Buffer.concat([string(name), set, string(String(value)), noTags]),
  );
  const resource = Buffer.concat([brokerResource, everyBroker, array(configs), noTags]);
  const body = Buffer.concat([array([resource]), notValidateOnly, noTags]);
  const response = await exchange(address, { ...incrementalAlterConfigs, body }, timeoutMs);
  response.int32(); // throttle time
  response.array(() => {
    const errorCode = response.int16();
    const message = response.string();
    if (errorCode !== 0) throw new Error(`Kafka refused its cluster-wide settings: ${message} (error ${errorCode})`);
    response.int8(); // resource type
    response.string(); // resource name
    response.tags();
  });
};

const differences = async (admin: Admin, settings: Settings): Promise<readonly string[]> => {
  const { brokers } = await admin.describeCluster();
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: brokers.map(({ nodeId }) => ({
      type: kafkajs.ConfigResourceTypes.BROKER,
      name: String(nodeId),
      configNames: Object.keys(settings),
    })),
  });
  return resources.flatMap(({ resourceName, configEntries }) =>
    configEntries
      .filter(({ configName, configValue }) => configValue !== String(settings[configName]))
      .map(({ configName, configValue }) => `${configName} of node ${resourceName} is ${configValue}`),
  );
};
