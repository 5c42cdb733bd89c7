import { type Consumer, type Topic, type TopicName, topicNames, topics, typesFor } from '../../schemas/catalogue.ts';
import { functions } from '../../schemas/functions/functions.ts';
import { type ConsumerLoad, invocationsAtOnce, type PollerLimits, pollerLimits } from './poller-limits.ts';
import type { StageConfig } from './stage-config.ts';

type Consumers = StageConfig['consumers'];

/** Records that an order leaves on a topic from CREATED to COMPLETED, notifications and audit included. */
const recordsPerOrder: Readonly<Record<TopicName, (lines: number) => number>> = {
  'orders.created': () => 6,
  'payments.completed': () => 1,
  'inventory.commands': (lines) => 2 * lines,
  'inventory.updated': (lines) => 2 * lines,
  'notifications.events': () => 4,
  // One for each order, topic and batch: those of an order's lines are in few.
  'orders.audit': () => 10,
};

/** Of a record with its headers. An order's first event has all its lines. */
const recordBytes: Readonly<Record<TopicName, number>> = {
  'orders.created': 2_000,
  'payments.completed': 1_000,
  'inventory.commands': 800,
  'inventory.updated': 1_000,
  'notifications.events': 900,
  'orders.audit': 3_000,
};

/** As if an order produced all types of the topic alike. */
const deliveredTo = (topic: Topic, consumer: Consumer): number =>
  typesFor(topic, consumer).length / topic.eventTypes.length;

const loadOf = (topic: TopicName, consumer: Consumer, { throughput }: Consumers): ConsumerLoad => {
  const records = recordsPerOrder[topic](throughput.linesPerOrder);
  return {
    partitions: topics[topic].partitions,
    recordsPerSecond: { usual: records * throughput.usual, peak: records * throughput.peak },
    recordBytes: recordBytes[topic],
    delivered: deliveredTo(topics[topic], consumer),
    invocationRecordsPerSecond: functions[consumer.function].recordsPerSecond,
  };
};

/** Between two runs of the sweep. */
export const sweepEverySeconds = functions['order/sweep'].everySeconds;

/** Orders that a run of the sweep examines: all that can be placed from one run to the next, so that it keeps up with an outage. */
export const ordersPerSweep = ({ throughput }: Pick<Consumers, 'throughput'>): number =>
  Math.ceil(throughput.peak * sweepEverySeconds);

/** The pollers of the mapping between a topic and a consumer. */
export const pollersOf = (topic: TopicName, consumer: Consumer, consumers: Consumers): PollerLimits =>
  pollerLimits(loadOf(topic, consumer, consumers), consumers.pollers);

/** The most invocations that all mappings of a function make at once; 0 for one that consumes nothing. */
export const consumerConcurrency = (name: string, consumers: Consumers): number =>
  topicNames
    .flatMap((topic) =>
      topics[topic].consumers
        .filter((consumer) => consumer.function === name)
        .map((consumer) => invocationsAtOnce(topics[topic].partitions, pollersOf(topic, consumer, consumers))),
    )
    .reduce((sum, invocations) => sum + invocations, 0);
