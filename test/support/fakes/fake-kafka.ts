import type { EachBatchPayload, Kafka } from 'kafkajs';

interface FakeRecord {
  readonly partition: number;
  readonly value: string;
}

/** The part of kafkajs's client with which the commands read topics: a partition is an array from offset 0. */
export class FakeKafka {
  readonly #topics = new Map<string, string[][]>();
  readonly #committed = new Map<string, number>();
  /** Groups that were created and not deleted. */
  readonly groups = new Set<string>();

  /** @returns the record's offset. */
  append(topic: string, { partition, value }: FakeRecord): number {
    const partitions = this.#topics.get(topic) ?? [[], []];
    this.#topics.set(topic, partitions);
    return (partitions[partition]?.push(value) ?? 0) - 1;
  }

  /** The committed offset of a group in each partition; the end of the log by default. */
  commit(group: string, offset: number): void {
    this.#committed.set(group, offset);
  }

  get client(): Kafka {
    return {
      admin: () => this.#admin(),
      consumer: (options: { groupId: string }) => this.#consumer(options),
    } as unknown as Kafka;
  }

  #admin() {
    return {
      connect: async () => undefined,
      disconnect: async () => undefined,
      fetchTopicOffsets: async (topic: string) =>
        (this.#topics.get(topic) ?? []).map((records, partition) => ({
          partition,
          low: '0',
          high: String(records.length),
        })),
      fetchOffsets: async ({ groupId, topics }: { groupId: string; topics: readonly string[] }) =>
        topics.map((topic) => ({
          topic,
          partitions: (this.#topics.get(topic) ?? []).map((records, partition) => ({
            partition,
            offset: String(records.length === 0 ? -1 : (this.#committed.get(groupId) ?? records.length)),
          })),
        })),
      deleteGroups: async (ids: readonly string[]) => {
        for (const id of ids) this.groups.delete(id);
      },
    };
  }

  #consumer({ groupId }: { groupId: string }) {
    this.groups.add(groupId);
    let subscribed: readonly string[] = [];
    const listeners = new Map<string, (event: object) => void>();
    return {
      events: { END_BATCH_PROCESS: 'end', GROUP_JOIN: 'join', CRASH: 'crash' },
      on: (name: string, listener: (event: object) => void) => void listeners.set(name, listener),
      pause: () => undefined,
      seek: () => undefined,
      connect: async () => undefined,
      disconnect: async () => undefined,
      subscribe: async ({ topics }: { topics: readonly string[] }) => {
        subscribed = topics;
      },
      run: async ({ eachBatch }: { eachBatch: (payload: EachBatchPayload) => Promise<void> }) => {
        for (const topic of subscribed) {
          for (const [partition, records] of (this.#topics.get(topic) ?? []).entries()) {
            if (records.length === 0) continue;
            const messages = records.map((value, offset) => ({
              ...{ offset: String(offset), timestamp: '0', key: null },
              value: Buffer.from(value),
            }));
            await eachBatch({ batch: { topic, partition, messages } } as unknown as EachBatchPayload);
            listeners.get('end')?.({ payload: { topic, partition, lastOffset: String(records.length - 1) } });
          }
        }
      },
    };
  }
}
