import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import {
  type EventSourceMapping,
  startEventSourceMapping,
} from '../../../localstack/event-source/event-source-mapping.ts';
import type { EventSourceMappingDeps } from '../../../localstack/event-source/event-source-mapping-deps.ts';
import { parseEventSourceMapping } from '../../../localstack/event-source/parse-event-source-mapping.ts';
import { eventually } from '../eventually.ts';
import { type TestCluster, testUser } from '../kafka-cluster.ts';
import { type FakeFunction, offsetsOf } from './fake-function.ts';
import { mappingProperties } from './properties.ts';

/** Mappings on a real cluster, feeding a function in this process. */
export class KafkaBench {
  readonly #cluster: TestCluster;
  readonly #mappings = new Set<EventSourceMapping>();
  readonly #producer: kafkajs.Producer;

  private constructor(cluster: TestCluster, producer: kafkajs.Producer) {
    this.#cluster = cluster;
    this.#producer = producer;
  }

  static async on(cluster: TestCluster): Promise<KafkaBench> {
    const kafka = new kafkajs.Kafka({
      brokers: cluster.bootstrapBrokers.split(','),
      sasl: { mechanism: 'scram-sha-512', ...testUser('admin') },
      logLevel: kafkajs.logLevel.NOTHING,
      retry: { retries: 20, maxRetryTime: 1000 },
    });
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    return new KafkaBench(cluster, producer);
  }

  /** A topic of its own for a test. */
  async topic(partitions: number, replicationFactor = 3): Promise<string> {
    const name = `test.${randomUUID()}`;
    await this.#cluster.createTopics([
      { name, partitions, replicationFactor, configs: { 'min.insync.replicas': '1' } },
    ]);
    return name;
  }

  /** Writes one record per value to a partition. */
  async produce(topic: string, partition: number, ...values: readonly string[]): Promise<void> {
    const messages = values.map((value) => ({
      partition,
      key: `key-${value}`,
      value,
      headers: { name: `of-${value}` },
    }));
    await this.#producer.send({ topic, acks: -1, messages });
  }

  /** Starts a mapping; `stop` of the bench ends it. */
  start(
    topic: string,
    handler: FakeFunction,
    properties: Readonly<Record<string, unknown>> = {},
    { uuid, ...deps }: Partial<EventSourceMappingDeps> & { readonly uuid?: string } = {},
  ): EventSourceMapping {
    const overrides = { Topics: [topic], MaximumBatchingWindowInSeconds: 0, SourceAccessConfigurations: [access] };
    const config = parseEventSourceMapping(mappingProperties({ ...overrides, ...properties }));
    const mapping = startEventSourceMapping(config, { ...this.#deps(handler), ...deps }, uuid);
    this.#mappings.add(mapping);
    return mapping;
  }

  /** Starts a mapping and waits until it reads its partitions. */
  async started(...args: Parameters<KafkaBench['start']>): Promise<EventSourceMapping> {
    const mapping = this.start(...args);
    await mapping.settled();
    return mapping;
  }

  /** Waits until everything is consumed and committed. */
  async drained(mapping: EventSourceMapping, withinMs?: number): Promise<void> {
    const isDrained = async () => mapping.idle() && (await mapping.lag()).SumOffsetLag === 0;
    await eventually('the mapping to be drained', isDrained, withinMs);
  }

  /** Ends what a test has started. */
  async stopMappings(): Promise<void> {
    await Promise.all([...this.#mappings].map((mapping) => mapping.stop()));
    this.#mappings.clear();
  }

  async close(): Promise<void> {
    await this.stopMappings();
    await this.#producer.disconnect();
  }

  #deps(invoker: FakeFunction): EventSourceMappingDeps {
    return {
      brokers: () => this.#cluster.bootstrapBrokers.split(','),
      credentials: async () => testUser('admin'),
      invoker,
      log: () => undefined,
    };
  }
}

const access = {
  Type: 'SASL_SCRAM_512_AUTH',
  URI: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:AmazonMSK_orderstream_local_admin-a1',
};

/** Every record that reached the function as `<partition>@<offset>`, in order of delivery. */
export function delivered(handler: FakeFunction): readonly string[] {
  return handler.invocations.flatMap(({ event }) =>
    Object.entries(offsetsOf(event)).flatMap(([partition, offsets]) =>
      offsets.map((offset) => `${partition}@${offset}`),
    ),
  );
}

/** The values that reached the function, each once, sorted. */
export function deliveredValues(handler: FakeFunction): readonly string[] {
  const values = handler.invocations.flatMap(({ event }) =>
    Object.values(event.records).flatMap((records) =>
      records.map(({ value }) => Buffer.from(value, 'base64').toString()),
    ),
  );
  return [...new Set(values)].sort();
}
