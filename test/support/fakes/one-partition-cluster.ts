import { setTimeout as pause } from 'node:timers/promises';
import type { IHeaders, Kafka, KafkaMessage, Message } from 'kafkajs';

const nodeId = 1;
const partition = 0;

interface ProduceRequest {
  readonly topicData: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly messages: readonly Message[] }[];
  }[];
}

interface FetchRequest {
  readonly maxWaitTime: number;
  readonly topics: readonly { readonly topic: string; readonly partitions: readonly { fetchOffset: string }[] }[];
}

interface SyncRequest {
  readonly groupAssignment: readonly { readonly memberAssignment: Buffer }[];
}

interface Topics {
  readonly topics: readonly { readonly topic: string }[];
}

const bytesOf = (headers: IHeaders = {}): IHeaders =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(String(value))]));

/**
 * A cluster for kafkajs's own producers, consumers and groups without a network: one node, whose topics have one partition each,
 * and groups of one member. Everything above it is kafkajs itself, including patches.
 */
export class OnePartitionCluster {
  readonly #topics = new Map<string, KafkaMessage[]>();

  /** Connects producers and consumers that the client creates from now on to this cluster. */
  serve(kafka: Kafka): void {
    const symbol = Object.getOwnPropertySymbols(kafka).find(
      ({ description }) => description === 'private:Kafka:createCluster',
    );
    if (symbol === undefined) throw new Error('this kafkajs is built otherwise than 2.2.4');
    Reflect.set(kafka, symbol, () => this.#cluster());
  }

  /** Appends records like a producer elsewhere, without a client. */
  append(topic: string, ...messages: readonly Message[]): void {
    const records = this.records(topic);
    for (const { key, value, headers } of messages)
      records.push({
        key: key == null ? null : Buffer.from(key),
        value: value == null ? null : Buffer.from(value),
        headers: bytesOf(headers),
        offset: String(records.length),
        timestamp: '0',
        attributes: 0,
      });
  }

  records(topic: string): KafkaMessage[] {
    const records = this.#topics.get(topic) ?? [];
    this.#topics.set(topic, records);
    return records;
  }

  #cluster(): object {
    const broker = this.#broker();
    const nothing = async (): Promise<void> => undefined;
    return {
      connect: nothing,
      disconnect: nothing,
      isConnected: () => true,
      addMultipleTargetTopics: nothing,
      refreshMetadata: nothing,
      refreshMetadataIfNecessary: nothing,
      getNodeIds: () => [nodeId],
      findBroker: async () => broker,
      findGroupCoordinator: async () => broker,
      findTopicPartitionMetadata: () => [{ partitionId: partition, leader: nodeId }],
      findLeaderForPartitions: () => ({ [nodeId]: [partition] }),
      committedOffsets: () => ({}),
    };
  }

  #broker(): object {
    const nothing = async (): Promise<void> => undefined;
    return {
      nodeId,
      isConnected: () => true,
      heartbeat: nothing,
      leaveGroup: nothing,
      offsetCommit: nothing,
      joinGroup: async ({ groupProtocols: [protocol] }: { groupProtocols: readonly { name: string }[] }) => ({
        generationId: 1,
        leaderId: 'member',
        memberId: 'member',
        members: [{ memberId: 'member' }],
        groupProtocol: protocol?.name,
      }),
      syncGroup: async ({ groupAssignment: [assigned] }: SyncRequest) => assigned,
      offsetFetch: async ({ topics }: Topics) => ({
        responses: topics.map(({ topic }) => ({ topic, partitions: [{ partition, offset: '0' }] })),
      }),
      produce: async ({ topicData }: ProduceRequest) => {
        for (const { topic, partitions } of topicData)
          this.append(topic, ...partitions.flatMap(({ messages }) => messages));
        return { topics: [] };
      },
      fetch: async ({ topics, maxWaitTime }: FetchRequest) => {
        const responses = topics.flatMap(({ topic, partitions }) => this.#behind(topic, partitions[0]?.fetchOffset));
        // A long poll like a broker's, or the reader would spin.
        if (responses.length === 0) await pause(maxWaitTime);
        return { responses };
      },
    };
  }

  #behind(topicName: string, offset = '0'): readonly object[] {
    const records = this.records(topicName);
    const messages = records.slice(Number(offset));
    if (messages.length === 0) return [];
    return [{ topicName, partitions: [{ partition, highWatermark: String(records.length), messages }] }];
  }
}
