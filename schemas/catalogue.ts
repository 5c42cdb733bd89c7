/**
 * The catalogue: every topic and every principal of orderstream, declared once. CloudFormation topics, Kafka ACLs, event
 * source mappings, the local cluster and the documents are renderings of it. A new consumer or topic is one entry here.
 */

/** A SCRAM user of the Kafka cluster: one per service, and `admin`, which owns the cluster. */
export const principals = [
  'admin',
  'order',
  'inventory',
  'payment',
  'notification',
  'analytics',
  'audit',
  'ops',
] as const;
export type Principal = (typeof principals)[number];

/** A consumer group: one event source mapping that feeds one function from one topic. */
export interface Consumer {
  readonly principal: Principal;
  /** `<service>/<use-case>`, the function that is fed. */
  readonly function: string;
  /** Kafka consumer group id, unique in the cluster. */
  readonly group: string;
  /** Others that may see how far the group has come: who repairs what is stuck looks first whether it is only late. */
  readonly observedBy?: readonly Principal[];
  /** Events delivered to the function; the event source filters out the others. All of the topic's when absent. */
  readonly only?: readonly Wanted[];
}

/** An event type, or a type with what the event source's filter asks of other fields: their allowed values. */
type Wanted =
  | string
  | { readonly type: string; readonly where: Readonly<Record<string, readonly (string | number)[]>> };

export interface Topic {
  /** The field of the event value that is the record key: one key, one partition, one order. */
  readonly key: string;
  /** Never grown under load: another count moves keys to other partitions and breaks their order. */
  readonly partitions: number;
  readonly retentionDays: number;
  readonly eventTypes: readonly string[];
  readonly producers: readonly Principal[];
  readonly consumers: readonly Consumer[];
}

/** Replication of every topic: three copies, of which two must have a record before it is acknowledged. */
export const replication = { factor: 3, minInsyncReplicas: 2 } as const;

export const topics = {
  'orders.created': {
    key: 'order_id',
    partitions: 48,
    retentionDays: 7,
    eventTypes: [
      'ORDER_CREATED',
      'ORDER_PROCESSING',
      'ORDER_CANCELLED',
      'ORDER_SHIPPED',
      'ORDER_COMPLETED',
      'ORDER_CANCEL_REQUESTED',
      'ORDER_SHIP_REQUESTED',
      'ORDER_COMPLETE_REQUESTED',
    ],
    producers: ['order'],
    consumers: [
      {
        principal: 'order',
        function: 'order/saga',
        group: 'order-saga.orders',
        only: ['ORDER_CREATED', 'ORDER_CANCEL_REQUESTED', 'ORDER_SHIP_REQUESTED', 'ORDER_COMPLETE_REQUESTED'],
      },
      {
        principal: 'inventory',
        function: 'inventory/router',
        group: 'inventory-router.orders',
        observedBy: ['order'],
        only: ['ORDER_CREATED', 'ORDER_CANCELLED'],
      },
      {
        principal: 'payment',
        function: 'payment/charge',
        group: 'payment-charge.orders',
        observedBy: ['order'],
        only: ['ORDER_PROCESSING', 'ORDER_CANCELLED'],
      },
      {
        principal: 'notification',
        function: 'notification/send',
        group: 'notification-send.orders',
        only: ['ORDER_CREATED', 'ORDER_CANCELLED', 'ORDER_SHIPPED', 'ORDER_COMPLETED'],
      },
      { principal: 'analytics', function: 'analytics/project', group: 'analytics-project.orders' },
      { principal: 'audit', function: 'audit/publish', group: 'audit-publish.orders' },
    ],
  },
  'payments.completed': {
    key: 'order_id',
    partitions: 24,
    retentionDays: 7,
    eventTypes: ['ORDER_PAID', 'PAYMENT_FAILED', 'PAYMENT_REFUNDED', 'PAYMENT_DISPUTED'],
    producers: ['payment'],
    consumers: [
      {
        principal: 'order',
        function: 'order/saga',
        group: 'order-saga.payments',
        // A dispute moves no order: operators answer it at the gateway.
        only: ['ORDER_PAID', 'PAYMENT_FAILED', 'PAYMENT_REFUNDED'],
      },
      {
        principal: 'inventory',
        function: 'inventory/router',
        group: 'inventory-router.payments',
        only: ['ORDER_PAID', 'PAYMENT_FAILED'],
      },
      {
        principal: 'notification',
        function: 'notification/send',
        group: 'notification-send.payments',
        only: ['ORDER_PAID', 'PAYMENT_FAILED', 'PAYMENT_REFUNDED'],
      },
      {
        principal: 'analytics',
        function: 'analytics/project',
        group: 'analytics-project.payments',
        only: ['ORDER_PAID', 'PAYMENT_FAILED', 'PAYMENT_REFUNDED'],
      },
      { principal: 'audit', function: 'audit/publish', group: 'audit-publish.payments' },
    ],
  },
  'inventory.commands': {
    key: 'sku',
    partitions: 24,
    retentionDays: 7,
    eventTypes: ['RESERVE', 'COMMIT', 'RELEASE', 'ADJUST'],
    producers: ['inventory'],
    consumers: [
      {
        principal: 'inventory',
        function: 'inventory/ledger',
        group: 'inventory-ledger.commands',
        observedBy: ['order'],
      },
    ],
  },
  'inventory.updated': {
    key: 'sku',
    partitions: 24,
    retentionDays: 7,
    eventTypes: ['STOCK_RESERVED', 'STOCK_REJECTED', 'STOCK_COMMITTED', 'STOCK_RELEASED', 'STOCK_ADJUSTED'],
    producers: ['inventory'],
    consumers: [
      {
        principal: 'order',
        function: 'order/saga',
        group: 'order-saga.inventory',
        only: ['STOCK_RESERVED', 'STOCK_REJECTED'],
      },
      {
        principal: 'notification',
        function: 'notification/send',
        group: 'notification-send.inventory',
        // The last unit of a SKU is taken: once a stock-out, not once an order.
        only: [{ type: 'STOCK_RESERVED', where: { available: [0] } }],
      },
      {
        principal: 'analytics',
        function: 'analytics/project',
        group: 'analytics-project.inventory',
        only: ['STOCK_REJECTED', { type: 'STOCK_RESERVED', where: { available: [0] } }],
      },
      { principal: 'audit', function: 'audit/publish', group: 'audit-publish.inventory' },
    ],
  },
  'notifications.events': {
    key: 'user_id',
    partitions: 12,
    retentionDays: 3,
    eventTypes: ['NOTIFICATION_SENT', 'NOTIFICATION_FAILED', 'NOTIFICATION_DEFERRED'],
    producers: ['notification'],
    consumers: [
      { principal: 'analytics', function: 'analytics/project', group: 'analytics-project.notifications' },
      { principal: 'audit', function: 'audit/publish', group: 'audit-publish.notifications' },
    ],
  },
  'orders.audit': {
    key: 'order_id',
    partitions: 6,
    retentionDays: 90,
    eventTypes: ['AUDIT_RECORDED'],
    // Facts are audited from the topics that they were said on: a service cannot leave one out, or make one up.
    producers: ['audit'],
    consumers: [{ principal: 'audit', function: 'audit/record', group: 'audit-record.audit' }],
  },
} as const satisfies Record<string, Topic>;

export type TopicName = keyof typeof topics;
/** The functions that event source mappings feed. */
export type ConsumerFunction = (typeof topics)[TopicName]['consumers'][number]['function'];
export const topicNames = Object.keys(topics) as readonly TopicName[];

const wantedOf = (topic: Topic, { only }: Consumer): readonly Wanted[] => only ?? topic.eventTypes;

/** The event types that a consumer of the topic gets. */
export const typesFor = (topic: Topic, consumer: Consumer): readonly string[] =>
  wantedOf(topic, consumer).map((wanted) => (typeof wanted === 'string' ? wanted : wanted.type));

/** The consumer groups whose progress a principal may see, with the topic that each reads. */
export const groupsSeenBy = (principal: Principal): readonly { readonly group: string; readonly topic: TopicName }[] =>
  topicNames.flatMap((topic) => {
    const { consumers }: Topic = topics[topic];
    return consumers
      .filter((consumer) => consumer.principal === principal || consumer.observedBy?.includes(principal))
      .map(({ group }) => ({ group, topic }));
  });

/** What the event source asks of a value, as alternatives; none where it delivers all. */
export const filtersFor = ({ only }: Consumer): readonly Readonly<Record<string, readonly unknown[]>>[] => {
  if (only === undefined) return [];
  const plain = only.filter((wanted) => typeof wanted === 'string');
  const narrowed = only.filter((wanted) => typeof wanted !== 'string');
  return [
    ...(plain.length > 0 ? [{ type: plain }] : []),
    ...narrowed.map(({ type, where }) => ({ type: [type], ...where })),
  ];
};

/** The longest batch that brokers take where a topic says nothing else, on Amazon MSK as anywhere. */
const maxMessageBytes = 1_048_588;
/**
 * Every topic has a dead-letter queue of its own, keyed as its source. It takes what its source takes, with the headers of the
 * cause, or in base64 with what an event source adds: else the longest record would be neither done nor dead-lettered.
 */
export const deadLetter = { partitions: 3, retentionDays: 30, maxMessageBytes: 2 * maxMessageBytes } as const;
/**
 * Who reads the dead-letter queues for operators, and writes back what they ask for. Each reading is a consumer group of its
 * own, so that no two take partitions from each other; it commits nothing, and brokers forget it.
 */
export const replay = { principal: 'ops', groupPrefix: 'ops-dead-letters.' } as const satisfies {
  readonly principal: Principal;
  readonly groupPrefix: string;
};

export const deadLetterTopic = <T extends TopicName>(topic: T): `${T}.dlq` => `${topic}.dlq`;

const millisecondsPerDay = 86_400_000;

/** One Kafka topic as it is created. `configs` are Kafka's own topic configuration names and string values. */
export interface TopicDefinition {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs: Readonly<Record<string, string>>;
}

const definition = (
  name: string,
  partitions: number,
  retentionDays: number,
  configs: TopicDefinition['configs'] = {},
): TopicDefinition => ({
  name,
  partitions,
  replicationFactor: replication.factor,
  configs: {
    ...configs,
    'cleanup.policy': 'delete',
    'min.insync.replicas': String(replication.minInsyncReplicas),
    'retention.ms': String(retentionDays * millisecondsPerDay),
    'unclean.leader.election.enable': 'false',
  },
});

/** All Kafka topics, dead-letter queues included, in a stable order. */
export const topicDefinitions: readonly TopicDefinition[] = topicNames.flatMap((name) => [
  definition(name, topics[name].partitions, topics[name].retentionDays),
  definition(deadLetterTopic(name), deadLetter.partitions, deadLetter.retentionDays, {
    'max.message.bytes': String(deadLetter.maxMessageBytes),
  }),
]);
