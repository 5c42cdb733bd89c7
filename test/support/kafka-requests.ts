import kafkajs, { type Kafka, type PartitionMetadata } from 'kafkajs';

/** One node as kafkajs itself talks to it: each method is one request of the protocol, unretried. */
interface Broker {
  metadata(topics: readonly string[]): Promise<unknown>;
  produce(request: { readonly topicData: readonly object[] }): Promise<unknown>;
  fetch(request: object): Promise<FetchResponse>;
  joinGroup(request: object): Promise<unknown>;
}

interface FetchResponse {
  readonly responses: readonly { readonly partitions: readonly { readonly messages: readonly unknown[] }[] }[];
}

interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  findBroker(node: { readonly nodeId: number }): Promise<Broker>;
}

/** Single requests as one user, so that each permission is tried by itself: the public clients need several at once. */
export interface KafkaRequests {
  describeTopic(topic: string): Promise<void>;
  write(topic: string, to: PartitionMetadata): Promise<void>;
  /** @returns the number of records. */
  read(topic: string, from: PartitionMetadata): Promise<number>;
  joinGroup(group: string): Promise<void>;
  disconnect(): Promise<void>;
}

export const kafkaRequests = async (kafka: Kafka): Promise<KafkaRequests> => {
  const cluster = createCluster(kafka);
  await cluster.connect();
  await cluster.refreshMetadata();
  const node = (nodeId: number): Promise<Broker> => cluster.findBroker({ nodeId });
  return {
    describeTopic: async (topic) => {
      await (await node(1)).metadata([topic]);
    },
    write: async (topic, { leader, partitionId }) => {
      const messages = [{ key: Buffer.from('key'), value: Buffer.from('value'), headers: {}, timestamp: Date.now() }];
      const topicData = [{ topic, partitions: [{ partition: partitionId, firstSequence: -1, messages }] }];
      await (await node(leader)).produce({ topicData });
    },
    read: async (topic, { leader, partitionId }) => {
      const partitions = [{ partition: partitionId, currentLeaderEpoch: -1, fetchOffset: '0', maxBytes: 1_000 }];
      const request = { replicaId: -1, isolationLevel: 1, maxWaitTime: 1_000, minBytes: 1, maxBytes: 10_000 };
      const { responses } = await (await node(leader)).fetch({ ...request, topics: [{ topic, partitions }] });
      return responses.flatMap((response) => response.partitions).flatMap(({ messages }) => messages).length;
    },
    joinGroup: async (groupId) => {
      const groupProtocols = [{ name: 'test', metadata: Buffer.alloc(0) }];
      const sessionTimeout = 6_000;
      const request = { groupId, sessionTimeout, rebalanceTimeout: sessionTimeout, memberId: '', groupProtocols };
      await (await node(1)).joinGroup(request).catch(ignoreIfLetIn);
    },
    disconnect: () => cluster.disconnect(),
  };
};

/** Errors that permit a join: retry with the assigned member id, or at the group's coordinator. */
const ignoreIfLetIn = (error: unknown): void => {
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  if (type !== 'MEMBER_ID_REQUIRED' && !/^NOT_COORDINATOR/.test(String(type))) throw error;
};

/** The part of kafkajs 2.2.4 below its clients: no public API, and the only way to single requests short of another client. */
const createCluster = (kafka: Kafka): Cluster => {
  const symbol = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  const create: unknown = symbol && Reflect.get(kafka, symbol);
  if (typeof create !== 'function') throw new Error('this kafkajs is built otherwise than 2.2.4');
  return create({ allowAutoTopicCreation: false });
};

/** Whether brokers let the request through. @throws any fault that is not a refusal. */
export const isAllowed = async (request: Promise<unknown>): Promise<boolean> => {
  try {
    await request;
    return true;
  } catch (error) {
    if (error instanceof kafkajs.KafkaJSProtocolError && /_AUTHORIZATION_FAILED$/.test(error.type)) return false;
    throw error;
  }
};
