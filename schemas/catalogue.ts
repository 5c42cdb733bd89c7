/**
 * The catalogue: every topic with its producers and consumers, and every principal of orderstream, derived from the
 * functions' declarations (`schemas/functions/`). CloudFormation topics, Kafka ACLs, event source mappings, the local cluster and the
 * documents are renderings of it.
 */
import type { FunctionDeclaration } from './functions/declaration.ts';
import {
  type ConsumerFunction,
  declarationOf,
  type FunctionName,
  functionNames,
  type Principal,
} from './functions/functions.ts';
import { topics as declaredTopics, type TopicName, topicNames } from './topics.ts';

export type { Principal } from './functions/functions.ts';
export {
  deadLetter,
  deadLetterTopic,
  replication,
  type TopicName,
  topicDefinitions,
  topicNames,
} from './topics.ts';

/** A consumer group: one event source mapping that feeds one function from one topic. */
export interface Consumer {
  readonly principal: Principal;
  /** `<service>/<use-case>`, the function that it feeds. */
  readonly function: ConsumerFunction;
  /** Kafka consumer group id, unique in the cluster. */
  readonly group: string;
  /** The batching window of its event source, instead of the function's. */
  readonly batchingWindowSeconds?: number;
  /** Other principals that may read the group's progress. */
  readonly observedBy?: readonly Principal[];
  /** Events delivered to the function; the event source filters out the others. All of the topic's when absent. */
  readonly only?: readonly EventFilter[];
}

/** An event type, or a type with the event source's filter on other fields: their allowed values. */
type EventFilter =
  | string
  | { readonly type: string; readonly where: Readonly<Record<string, readonly (string | number)[]>> };

/** A topic with its producers and consumers. */
export interface Topic {
  readonly key: string;
  readonly partitions: number;
  readonly retentionDays: number;
  readonly eventTypes: readonly string[];
  readonly producers: readonly Principal[];
  readonly consumers: readonly Consumer[];
}

const declared: readonly (readonly [string, FunctionDeclaration<Principal>])[] = functionNames.map((name) => [
  name,
  declarationOf(name),
]);

/** The cluster's own user first, then the services in their order. */
export const principals: readonly Principal[] = [
  ...new Set<Principal>(['admin', ...declared.flatMap(([, { principal }]) => principal ?? [])]),
];

const producersOf = (topic: TopicName): readonly Principal[] => [
  ...new Set(
    declared.flatMap(([, { principal, produces = [] }]) =>
      principal !== undefined && produces.includes(topic) ? [principal] : [],
    ),
  ),
];

const consumersOf = (topic: TopicName): readonly Consumer[] =>
  declared.flatMap(([name, { principal, consumes = [] }]) =>
    consumes
      .filter((consumed) => consumed.topic === topic)
      // A consumer function has a principal and topics: the compiler does not see that the three belong together.
      .map(({ topic: _, ...consumer }) => ({ principal, function: name, ...consumer }) as Consumer),
  );

/** Every topic, by name. */
export const topics = Object.fromEntries(
  topicNames.map((name) => [
    name,
    { ...declaredTopics[name], producers: producersOf(name), consumers: consumersOf(name) },
  ]),
) as { readonly [T in TopicName]: (typeof declaredTopics)[T] & Pick<Topic, 'producers' | 'consumers'> };

/** The consumers of a function, in the order in which it declares its topics. */
export const consumersFor = (name: FunctionName): readonly (readonly [TopicName, Consumer])[] =>
  (declarationOf(name).consumes ?? []).flatMap(({ topic }) =>
    topics[topic].consumers
      .filter((consumer) => consumer.function === name)
      .map((consumer) => [topic, consumer] as const),
  );

/** The principals that may see the progress of every group, and the offsets of every topic and dead-letter queue. */
export const observers: readonly Principal[] = declared.flatMap(([, { principal, observes }]) =>
  observes && principal !== undefined ? [principal] : [],
);

const wantedOf = (topic: Topic, { only }: Consumer): readonly EventFilter[] => only ?? topic.eventTypes;

/** The event types that a consumer of the topic receives. */
export const typesFor = (topic: Topic, consumer: Consumer): readonly string[] =>
  wantedOf(topic, consumer).map((wanted) => (typeof wanted === 'string' ? wanted : wanted.type));

/** The consumer groups whose progress a principal may see, with the topic that each reads. */
export const groupsSeenBy = (principal: Principal): readonly { readonly group: string; readonly topic: TopicName }[] =>
  topicNames.flatMap((topic) => {
    const { consumers }: Topic = topics[topic];
    return consumers
      .filter(
        (consumer) =>
          consumer.principal === principal || consumer.observedBy?.includes(principal) || observers.includes(principal),
      )
      .map(({ group }) => ({ group, topic }));
  });

/** The event source's filter of a value, as alternatives; none where it delivers all. */
export const filtersFor = ({ only }: Consumer): readonly Readonly<Record<string, readonly unknown[]>>[] => {
  if (only === undefined) return [];
  const plain = only.filter((wanted) => typeof wanted === 'string');
  const narrowed = only.filter((wanted) => typeof wanted !== 'string');
  return [
    ...(plain.length > 0 ? [{ type: plain }] : []),
    ...narrowed.map(({ type, where }) => ({ type: [type], ...where })),
  ];
};

/**
 * The function that reads and replays dead-letter queues for operators. Each read is a consumer group of its
 * own, so that no two take partitions from each other; it commits nothing, and brokers forget it.
 */
export const replay = { principal: 'ops', groupPrefix: 'ops-dead-letters.' } as const satisfies {
  readonly principal: Principal;
  readonly groupPrefix: string;
};
