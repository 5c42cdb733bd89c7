import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import { parseEventSourceMapping } from '../../../localstack/event-source/config/parse-event-source-mapping.ts';
import {
  type EventSourceMapping,
  startEventSourceMapping,
} from '../../../localstack/event-source/mapping/event-source-mapping.ts';
import type { EventSourceMappingDeps } from '../../../localstack/event-source/mapping/event-source-mapping-deps.ts';
import type { Invoker } from '../../../localstack/lambda/invoker.ts';
import { eventually } from '../eventually.ts';
import { type TestCluster, testUser } from '../kafka-cluster.ts';
import { type FakeFunction, offsetsOf } from './fake-function.ts';
import { mappingProperties } from './properties.ts';

/** Mappings on a real cluster, feeding a function in this process. */
export class KafkaBench {
  readonly #cluster: TestCluster;
  readonly #mappings = new Set<EventSourceMapping>();
  #producer: Promise<kafkajs.Producer> | undefined;

  constructor(cluster: TestCluster) {
    this.#cluster = cluster;
  }

  /** A topic of its own for a test. */
  async topic(partitions: number, replicationFactor = 3): Promise<string> {
    const name = `test.${randomUUID()}`;
    await this.#cluster.createTopics([
      { name, partitions, replicationFactor, configs: { 'min.insync.replicas': '1' } },
    ]);
    return name;
  }

  /** Writes one record per value to a partition, for as long as it takes; more than once if brokers fail meanwhile. */
  async produce(topic: string, partition: number, ...values: readonly string[]): Promise<void> {
    const messages = values.map((value) => ({
      partition,
      key: `key-${value}`,
      value,
      headers: { name: `of-${value}` },
    }));
    await eventually(`${topic}-${partition} to take records`, async () => {
      this.#producer ??= this.#connect();
      const producer = this.#producer;
      try {
        await (await producer).send({ topic, acks: -1, messages });
        return true;
      } catch (error) {
        // Another one, which also fetches the leaders again.
        if (this.#producer === producer) this.#producer = undefined;
        await (await producer).disconnect();
        throw error;
      }
    });
  }

  /** Starts a mapping; `stop` of the bench ends it. */
  start(
    topic: string,
    handler: Invoker,
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
    await mapping.ready();
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
    await (await this.#producer)?.disconnect();
  }

  async #connect(): Promise<kafkajs.Producer> {
    const kafka = new kafkajs.Kafka({
      brokers: this.#cluster.bootstrapBrokers.split(','),
      sasl: { mechanism: 'scram-sha-512', ...testUser('admin') },
      requestTimeout: 3000,
      logLevel: kafkajs.logLevel.NOTHING,
      retry: { retries: 1 },
    });
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    return producer;
  }

  #deps(invoker: Invoker): EventSourceMappingDeps {
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

/** The values that reached the function, each once, in the order in which they came first. */
export function deliveredValues(handler: FakeFunction): readonly string[] {
  const values = handler.invocations.flatMap(({ event }) =>
    Object.values(event.records).flatMap((records) =>
      records.map(({ value }) => Buffer.from(value, 'base64').toString()),
    ),
  );
  return [...new Set(values)];
}
