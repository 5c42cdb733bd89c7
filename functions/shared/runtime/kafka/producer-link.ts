import type { Kafka, Producer, TopicMessages } from 'kafkajs';
import type { KnownPartitions } from './known-partitions.ts';
import { recordPartitioner } from './record-partitioner.ts';

/** One attempt of a send. */
export interface Attempt {
  /** Set once records may have been sent to the leaders of their partitions. */
  reachedLeaders: boolean;
  /** Set when the caller's promise is rejected: nothing may be sent any more. */
  abandoned: boolean;
}

/** A connected producer and its current attempt. */
interface Link {
  readonly producer: Producer;
  attempt: Attempt;
}

/** A connected producer of kafkajs, opened at the first send and after each `discard`. */
export class ReplaceableLink {
  readonly #connect: () => Promise<Kafka>;
  readonly #known: KnownPartitions;
  #link: Promise<Link> | undefined;

  constructor(connect: () => Promise<Kafka>, known: KnownPartitions) {
    this.#connect = connect;
    this.#known = known;
  }

  async send(topicMessages: readonly TopicMessages[], timeoutMs: number, attempt: Attempt): Promise<void> {
    this.#link ??= openLink(this.#connect, this.#known);
    const opening = this.#link;
    const link = await opening.catch((thrown: unknown) => {
      if (this.#link === opening) this.#link = undefined;
      throw thrown;
    });
    if (attempt.abandoned) return;
    link.attempt = attempt;
    await link.producer.sendBatch({ acks: -1, timeout: timeoutMs, topicMessages: [...topicMessages] });
  }

  /** The next send uses a producer with another producer id. */
  async discard(): Promise<void> {
    const discarded = this.#link;
    this.#link = undefined;
    await discarded?.then(({ producer }) => producer.disconnect()).catch(() => undefined);
  }
}

const openLink = async (connect: () => Promise<Kafka>, known: KnownPartitions): Promise<Link> => {
  const kafka = await connect();
  const producer = kafka.producer({
    idempotent: true,
    allowAutoTopicCreation: false,
    // kafkajs's own retry skips every broker that has answered already, also partitions that have moved there since: the send
    // succeeds without them (5 of 3,300 acknowledged records were lost to two killed brokers, with one send in flight).
    // It rejects 0 for an idempotent producer; it treats NaN as "no retries left".
    retry: { retries: Number.NaN },
    createPartitioner: () => {
      const partition = recordPartitioner();
      return (args) => {
        // The last step before kafkajs sends the records.
        if (link.attempt.abandoned) throw new Error('The attempt was abandoned');
        link.attempt.reachedLeaders = true;
        known.learn(args.topic, args.partitionMetadata);
        return partition(args);
      };
    },
  });
  const link: Link = { producer, attempt: { reachedLeaders: false, abandoned: false } };
  await producer.connect();
  return link;
};
