import type kafkajs from 'kafkajs';
import type { StartingPosition } from '../config/event-source-mapping-config.ts';

/** The start offset of a partition, and whether the group had committed it. */
export interface StartOffset {
  readonly offset: number;
  readonly committed: boolean;
}

/** Records of the topic that the group has not committed yet. */
export interface OffsetLag {
  readonly MaxOffsetLag: number;
  readonly SumOffsetLag: number;
  readonly byPartition: ReadonlyMap<number, number>;
}

interface PartitionOffset {
  readonly partition: number;
  readonly offset: string;
}

/** Reads a group's and a topic's offsets, over a connection that is made when needed and again after an error. */
export class GroupOffsets {
  readonly #kafka: kafkajs.Kafka;
  readonly #groupId: string;
  readonly #topic: string;
  #admin: Promise<kafkajs.Admin> | undefined;

  constructor(kafka: kafkajs.Kafka, groupId: string, topic: string) {
    this.#kafka = kafka;
    this.#groupId = groupId;
    this.#topic = topic;
  }

  /** The committed offset of each partition; where the group has none, the starting position. */
  async startOffsets(
    partitions: ReadonlySet<number>,
    position: StartingPosition,
  ): Promise<ReadonlyMap<number, StartOffset>> {
    return this.#query(async (admin) => {
      const starts = new Map<number, StartOffset>();
      for (const [partition, offset] of await this.#committed(admin)) {
        if (partitions.has(partition)) starts.set(partition, { offset, committed: true });
      }
      if (starts.size === partitions.size) return starts;
      for (const [partition, offset] of await this.#positions(admin, position)) {
        if (partitions.has(partition) && !starts.has(partition)) starts.set(partition, { offset, committed: false });
      }
      return starts;
    });
  }

  async lag(): Promise<OffsetLag> {
    return this.#query(async (admin) => {
      const [committed, offsets] = await Promise.all([this.#committed(admin), admin.fetchTopicOffsets(this.#topic)]);
      const byPartition = new Map(
        offsets.map(({ partition, high, low }) => [
          partition,
          Math.max(0, Number(high) - Math.max(Number(low), committed.get(partition) ?? 0)),
        ]),
      );
      const lags = [...byPartition.values()];
      return { MaxOffsetLag: Math.max(0, ...lags), SumOffsetLag: lags.reduce((sum, lag) => sum + lag, 0), byPartition };
    });
  }

  async close(): Promise<void> {
    const admin = await this.#admin?.catch(() => undefined);
    this.#admin = undefined;
    await admin?.disconnect();
  }

  async #committed(admin: kafkajs.Admin): Promise<ReadonlyMap<number, number>> {
    const topics = await admin.fetchOffsets({ groupId: this.#groupId, topics: [this.#topic] });
    return byPartition(topics.flatMap(({ partitions }) => partitions).filter(({ offset }) => Number(offset) >= 0));
  }

  async #positions(admin: kafkajs.Admin, position: StartingPosition): Promise<ReadonlyMap<number, number>> {
    if (position.type === 'AT_TIMESTAMP') {
      return byPartition(await admin.fetchTopicOffsetsByTimestamp(this.#topic, position.timestamp));
    }
    const offsets = await admin.fetchTopicOffsets(this.#topic);
    return byPartition(
      offsets.map(({ partition, high, low }) => ({ partition, offset: position.type === 'LATEST' ? high : low })),
    );
  }

  async #query<Answer>(question: (admin: kafkajs.Admin) => Promise<Answer>): Promise<Answer> {
    this.#admin ??= this.#connect();
    const connecting = this.#admin;
    try {
      return await question(await connecting);
    } catch (error) {
      if (this.#admin === connecting) this.#admin = undefined;
      void connecting.then((admin) => admin.disconnect()).catch(() => undefined);
      throw error;
    }
  }

  async #connect(): Promise<kafkajs.Admin> {
    const admin = this.#kafka.admin();
    await admin.connect();
    return admin;
  }
}

function byPartition(offsets: readonly PartitionOffset[]): ReadonlyMap<number, number> {
  return new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]));
}
