import { randomUUID } from 'node:crypto';
import type { EncodedRecord, KafkaEvent } from '../../../../functions/shared/runtime/idioms/kafka-record.ts';
import { kafkaConnection } from '../../../../functions/shared/runtime/kafka/kafka-connection.ts';
import { kafkaProducer } from '../../../../functions/shared/runtime/kafka/kafka-producer.ts';
import type { EventSourceMapping } from '../../../../localstack/event-source/mapping/event-source-mapping.ts';
import type { Invoker } from '../../../../localstack/lambda/invoker.ts';
import { type Consumer, filtersFor } from '../../../../schemas/catalogue.ts';
import { KafkaBench } from '../../event-source/kafka-bench.ts';
import { eventually } from '../../eventually.ts';
import { type TestCluster, testUser } from '../../kafka-cluster.ts';
import type {
  Answer,
  Delivery,
  EventSourceBench,
  OpenBench,
  Reader,
  ReaderOptions,
  Respond,
} from './event-source-bench.ts';

/** More than brokers take at once. */
const tooMuch = 'x'.repeat(2_000_000);
const plenty = { remainingMs: () => 60_000 };

/** The function's response to the Invoke API; a caller that aborts does not receive it. */
const invokerOf = (deliveries: Delivery[], respond: Respond): Invoker => ({
  async invoke(_function, payload, { signal } = {}) {
    const { records }: KafkaEvent = JSON.parse(payload);
    const delivery = { records: Object.values(records).flat() };
    deliveries.push(delivery);
    const aborted = new Promise<never>((_, reject) =>
      signal?.addEventListener('abort', () => reject(new Error('The caller aborted the invocation'))),
    );
    const answer: Answer = await Promise.race([respond(delivery, deliveries.length - 1), aborted]);
    const requestId = randomUUID();
    return answer === 'crash'
      ? { requestId, payload: '{"errorType":"Runtime.ExitError"}', functionError: 'Unhandled' }
      : { requestId, payload: JSON.stringify(answer) };
  },
});

/** The mapping settings of the stages. */
const propertiesOf = (
  from: string,
  group: string,
  { batch = 100, attempts = 1_000, only }: ReaderOptions,
): Readonly<Record<string, unknown>> => {
  const consumer: Consumer = { principal: 'order', function: 'order/saga', group, ...(only && { only }) };
  const filters = filtersFor(consumer).map((value) => ({ Pattern: JSON.stringify({ value }) }));
  return {
    AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: group },
    ...(filters.length > 0 && { FilterCriteria: { Filters: filters } }),
    BatchSize: batch,
    ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 1 },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumRetryAttempts: attempts - 1,
    BisectBatchOnFunctionError: true,
    DestinationConfig: { OnFailure: { Destination: `kafka://${from}.dlq` } },
  };
};

/** A real cluster, the functions' own producer, and event source mappings. */
export const mappingEventSourceBench =
  (cluster: TestCluster): OpenBench =>
  async (partitions): Promise<EventSourceBench> => {
    const mappings = new KafkaBench(cluster);
    const topic = `test.${randomUUID()}`;
    await cluster.createTopics(
      [topic, `${topic}.dlq`].map((name) => ({ name, partitions, replicationFactor: 3, configs: {} })),
    );
    const producer = kafkaProducer({
      connect: async () =>
        kafkaConnection({
          ...{ brokers: cluster.bootstrapBrokers, ...testUser('order') },
          ...{ clientId: 'order', logLevel: 'NOTHING' },
        }),
    });
    let groups = 0;

    const read = async (respond: Respond, options: ReaderOptions, from = topic): Promise<Reader> => {
      groups += 1;
      const group = `${topic}.group-${groups}`;
      const deliveries: Delivery[] = [];
      const invoker = invokerOf(deliveries, respond);
      let members: EventSourceMapping[] = [];
      const join = async () => {
        const member = await mappings.started(from, invoker, propertiesOf(from, group, options), {
          emulation: { graceMs: 200 },
        });
        members = [...members, member];
      };
      const positions = async (): Promise<readonly number[]> => {
        const [offsets] = await cluster.admin((admin) => admin.fetchOffsets({ groupId: group, topics: [from] }));
        return (offsets?.partitions ?? [])
          .toSorted((one, other) => one.partition - other.partition)
          .map(({ offset }) => Math.max(0, Number(offset)));
      };
      await join();
      return {
        deliveries,
        positions,
        until: async (what, holds) => void (await eventually(what, holds)),
        drained: () =>
          eventually('the group to be at the end', async () => {
            const ends = await cluster.admin((admin) => admin.fetchTopicOffsets(from));
            const reached = await positions();
            return (
              members.every((member) => member.idle()) &&
              ends.every(({ partition, high }) => reached[partition] === Number(high))
            );
          }).then(() => undefined),
        rebalance: join,
        async restart() {
          await Promise.all(members.map((member) => member.stop()));
          members = [];
          await join();
        },
      };
    };

    return {
      topic,
      send: (...records) =>
        producer.send(
          records.map((record) => ({ ...record, topic })),
          plenty,
        ),
      sendWhatIsRefused: () => producer.send([{ topic, key: 'k', value: tooMuch, headers: {} }], plenty),
      read: (respond, options = {}) => read(respond, options),
      async letters(): Promise<readonly EncodedRecord[]> {
        const reader = await read(() => ({ batchItemFailures: [] }), {}, `${topic}.dlq`);
        await reader.drained();
        return reader.deliveries.flatMap(({ records }) => records);
      },
      async close() {
        await mappings.close();
        await producer.disconnect();
      },
    };
  };
