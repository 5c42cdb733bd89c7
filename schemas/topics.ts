/** A topic of Kafka. Its consumers and producers are declared by their functions: see `schemas/catalogue.ts`. */
interface TopicDeclaration {
  /** The field of the event value that is the record key: records of one key share a partition and keep their sequence. */
  readonly key: string;
  /** Never grown under load: another count moves keys to other partitions and breaks their order. */
  readonly partitions: number;
  readonly retentionDays: number;
  readonly eventTypes: readonly string[];
}

/** Replication of every topic: three copies, of which two must have a record before it is acknowledged. */
export const replication = { factor: 3, minInsyncReplicas: 2 } as const;

/** Every topic with its event types, declared once. */
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
  },
  'payments.completed': {
    key: 'order_id',
    partitions: 24,
    retentionDays: 7,
    eventTypes: ['ORDER_PAID', 'PAYMENT_FAILED', 'PAYMENT_REFUNDED', 'PAYMENT_DISPUTED'],
  },
  'inventory.commands': {
    key: 'sku',
    partitions: 24,
    retentionDays: 7,
    eventTypes: ['RESERVE', 'COMMIT', 'RELEASE', 'ADJUST'],
  },
  'inventory.updated': {
    key: 'sku',
    partitions: 24,
    retentionDays: 7,
    eventTypes: ['STOCK_RESERVED', 'STOCK_REJECTED', 'STOCK_COMMITTED', 'STOCK_RELEASED', 'STOCK_ADJUSTED'],
  },
  'notifications.events': {
    key: 'user_id',
    partitions: 12,
    retentionDays: 3,
    eventTypes: ['NOTIFICATION_SENT', 'NOTIFICATION_FAILED', 'NOTIFICATION_DEFERRED'],
  },
  'orders.audit': {
    key: 'order_id',
    partitions: 6,
    retentionDays: 90,
    eventTypes: ['AUDIT_RECORDED'],
  },
} as const satisfies Record<string, TopicDeclaration>;

export type TopicName = keyof typeof topics;
/** The event types of a topic. */
export type EventTypeOf<T extends TopicName> = (typeof topics)[T]['eventTypes'][number];
export const topicNames = Object.keys(topics) as readonly TopicName[];

/** The longest batch that brokers accept for a topic without a setting of its own, on Amazon MSK as anywhere. */
const maxMessageBytes = 1_048_588;
/**
 * Every topic has a dead-letter queue of its own, keyed as its source. Its limit fits every record of its source with the headers
 * of the cause, or in base64 with an event source's envelope: else the longest record would be neither done nor dead-lettered.
 */
export const deadLetter = { partitions: 3, retentionDays: 30, maxMessageBytes: 2 * maxMessageBytes } as const;

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
