// Also tests functions/shared/runtime/kafka
import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { kafkaCheck } from '../../../../../../functions/shared/runtime/kafka/kafka-check.ts';
import { kafkaConnection } from '../../../../../../functions/shared/runtime/kafka/kafka-connection.ts';
import { kafkaDeadLetters } from '../../../../../../functions/shared/runtime/kafka/kafka-dead-letters.ts';
import { type KafkaProducer, kafkaProducer } from '../../../../../../functions/shared/runtime/kafka/kafka-producer.ts';
import type { OutgoingRecord } from '../../../../../../functions/shared/runtime/kafka/outgoing-record.ts';
import {
  ProduceOutcomeUnknown,
  ProduceRefused,
  RecordsRefused,
} from '../../../../../../functions/shared/runtime/kafka/produce-failure.ts';
import { scramAuthentication } from '../../../../../../functions/shared/runtime/kafka/scram-authentication.ts';
import { scramLogins } from '../../../../../../functions/shared/runtime/kafka/scram-logins.ts';
import { eventually } from '../../../../../support/eventually.ts';
import { startTestCluster, type TestCluster, testUser } from '../../../../../support/kafka-cluster.ts';

const plenty = { remainingMs: () => 60_000 };

/** A record of one key, whose value is its number. */
const record = (topic: string, key: string, value = key): OutgoingRecord => ({ topic, key, value, headers: {} });

describe('the producer against real brokers', () => {
  let cluster: TestCluster;
  let topic: string;
  let opened: KafkaProducer[] = [];
  let connections: number;

  const connect = async (brokers = cluster.bootstrapBrokers): Promise<Kafka> => {
    connections += 1;
    return kafkaConnection({ brokers, ...testUser('order'), clientId: 'order', logLevel: 'NOTHING' });
  };
  const producer = (
    options: { readonly budgetMs?: number; readonly refusedRetryMs?: number; readonly brokers?: string } = {},
  ): KafkaProducer => {
    const { brokers, ...rest } = options;
    const created = kafkaProducer({ connect: () => connect(brokers), ...rest });
    opened.push(created);
    return created;
  };
  const createTopic = async (partitions: number): Promise<string> => {
    const name = `test-${randomUUID()}`;
    await cluster.createTopics([{ name, partitions, replicationFactor: 3, configs: { 'min.insync.replicas': '2' } }]);
    return name;
  };
  const valuesOf = async (name: string, enough: (values: readonly string[]) => boolean): Promise<readonly string[]> => {
    const consumer = cluster.as('order').consumer({ groupId: randomUUID(), retry: { retries: 5 } });
    const values: string[] = [];
    await consumer.connect();
    await consumer.subscribe({ topic: name, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => {
        values.push(message.value?.toString() ?? '');
      },
    });
    try {
      await eventually('the records to be read', () => enough(values), 60_000);
      return values;
    } finally {
      await consumer.disconnect();
    }
  };

  beforeAll(async () => {
    cluster = await startTestCluster();
    topic = await createTopic(6);
  });
  afterEach(async () => {
    await Promise.all(opened.map((one) => one.disconnect()));
    opened = [];
  });
  afterAll(async () => {
    await cluster.remove();
  });

  const send = (sender: KafkaProducer, key: string, name = topic) => sender.send([record(name, key)], plenty);

  it('writes what concurrent callers send, in their order, through one connection of one producer', async () => {
    connections = 0;
    const name = await createTopic(1);
    const sender = producer();
    const keys = Array.from({ length: 50 }, (_, index) => String(index));
    await Promise.all(keys.map((key) => send(sender, key, name)));
    expect(await valuesOf(name, ({ length }) => length >= 50)).toEqual(keys);
    expect(connections).toBe(1);
  });

  it('writes several topics, null keys and given partitions in one send', async () => {
    const [one, other] = [await createTopic(3), await createTopic(3)];
    const sender = producer();
    await sender.send([record(one, 'a'), { ...record(other, 'b'), key: null, partition: 2 }, record(one, 'c')], plenty);
    expect([...(await valuesOf(one, ({ length }) => length >= 2))].sort()).toEqual(['a', 'c']);
    expect(await valuesOf(other, ({ length }) => length >= 1)).toEqual(['b']);
  });

  it('cuts what is too much for one batch of one partition', async () => {
    const name = await createTopic(1);
    const large = 'x'.repeat(300_000);
    const records = Array.from({ length: 8 }, (_, index) => record(name, 'k', `${index}${large}`));
    await producer().send(records, plenty);
    const values = await valuesOf(name, ({ length }) => length >= 8);
    expect(values.map((value) => value.charAt(0)).join('')).toBe('01234567');
  });

  it('reports refused where no broker answers, and connects again for the next send', async () => {
    connections = 0;
    const unreachable = producer({ brokers: '127.0.0.1:1', budgetMs: 2_000 });
    await expect(send(unreachable, 'x')).rejects.toBeInstanceOf(ProduceRefused);
    await expect(send(unreachable, 'y')).rejects.toBeInstanceOf(ProduceRefused);
    expect(connections).toBeGreaterThanOrEqual(2);
  });

  it('names the record that brokers do not take, and writes all others, whatever their partition', async () => {
    const name = await createTopic(3);
    const sender = producer();
    const large = record(name, 'k', 'x'.repeat(2_000_000));
    const others = Array.from({ length: 20 }, (_, index) => record(name, `${index}`));
    const failure: unknown = await sender
      .send([...others.slice(0, 10), large, ...others.slice(10)], plenty)
      .catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(RecordsRefused);
    expect((failure as RecordsRefused).refused).toEqual(new Map([[large, 'MESSAGE_TOO_LARGE']]));
    await expect(send(sender, 'after', name)).resolves.toBeUndefined();
    const values = await valuesOf(name, (read) => read.includes('after') && read.length >= 21);
    expect([...new Set(values)].sort()).toEqual([...others.map(({ key }) => key), 'after'].sort());
  });

  it('names it also where the topic takes less than a batch of ours', async () => {
    const name = `test-${randomUUID()}`;
    await cluster.createTopics([
      { name, partitions: 2, replicationFactor: 3, configs: { 'max.message.bytes': '2000' } },
    ]);
    const small = Array.from({ length: 30 }, (_, index) => record(name, `${index}`, `${index} ${'x'.repeat(300)}`));
    const large = record(name, 'large', 'x'.repeat(3_000));
    const failure: unknown = await producer()
      .send([...small, large], plenty)
      .catch((thrown: unknown) => thrown);
    expect((failure as RecordsRefused).refused).toEqual(new Map([[large, 'MESSAGE_TOO_LARGE']]));
    const written = (values: readonly string[]) => new Set(values.map((value) => value.split(' ')[0]));
    const values = await valuesOf(name, (read) => written(read).size >= 30);
    expect([...written(values)].sort()).toEqual(small.map(({ key }) => key).sort());
  });

  it('dead-letters a record that leaves no room for its cause without its value', async () => {
    const name = await createTopic(3);
    const configs = { 'max.message.bytes': '2000' };
    await cluster.createTopics([{ name: `${name}.dlq`, partitions: 3, replicationFactor: 3, configs }]);
    const value = Buffer.alloc(3_000, 'x');
    const letterOf = (offset: number, of: Buffer) => ({
      record: { topic: name, partition: 0, offset, timestamp: 0, key: Buffer.from('k'), value: of, headers: [] },
      cause: 'TypeError: no such field',
    });
    await kafkaDeadLetters(producer()).deadLetter([letterOf(1, value), letterOf(2, Buffer.from('small'))], plenty);
    const values = await valuesOf(`${name}.dlq`, ({ length }) => length >= 2);
    expect([...new Set(values)].sort()).toEqual(['', 'small']);
  });

  it('reports refused where too few replicas are in sync, and writes again when they are back', async () => {
    const name = await createTopic(1);
    const sender = producer({ budgetMs: 3_000 });
    // The budget is short for a first send, which connects and looks up a new topic.
    await eventually('the topic to take records', () => send(sender, 'before', name).then(() => true));
    const [partition] = await cluster.admin(async (admin) => {
      const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
      return topics[0]?.partitions ?? [];
    });
    const followers = (partition?.replicas ?? [])
      .filter((id) => id !== partition?.leader)
      .map((id) => cluster.node(`node-${id}`));
    await Promise.all(followers.map((node) => node.kill()));
    expect(sender.partitionOf(name, 'any')).toEqual({ partition: 0, writable: true });
    let attempts = 0;
    let refused: string | undefined;
    try {
      await eventually('the partition to be refused', async () => {
        attempts += 1;
        const value = `attempt-${attempts}`;
        const failure: unknown = await send(sender, value, name).catch((thrown: unknown) => thrown);
        if (failure instanceof ProduceRefused) refused = value;
        return refused;
      });
      // The next id is chosen by the brokers' answers while they refused.
      expect(sender.partitionOf(name, 'any')).toEqual({ partition: 0, writable: false });
      const impatient = producer({ refusedRetryMs: 300 });
      const started = performance.now();
      await expect(send(impatient, 'impatient', name)).rejects.toBeInstanceOf(ProduceRefused);
      expect(performance.now() - started).toBeLessThan(5_000);
    } finally {
      for (const node of followers) node.start();
      await Promise.all(followers.map((node) => node.ready()));
    }
    await eventually('the partition to be written', () => send(sender, 'after', name).then(() => true), 60_000);
    const values = await valuesOf(name, (read) => read.includes('after'));
    expect(values).not.toContain(refused);
    expect(values).not.toContain('impatient');
  });

  it('fails only the callers of partitions that are not written, and others at no time', async () => {
    const name = await createTopic(20);
    const sender = producer({ budgetMs: 8_000 });
    await eventually('the topic to take records', () => send(sender, 'before', name).then(() => true));
    const victims = [cluster.node('node-2'), cluster.node('node-4')];
    const described = () =>
      cluster.admin(async (admin) => {
        const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
        return topics[0]?.partitions ?? [];
      });
    const isWritten = ({ leader, isr }: { readonly leader: number; readonly isr: readonly number[] }): boolean =>
      leader >= 0 && isr.length >= 2;
    await Promise.all(victims.map((node) => node.kill()));
    try {
      const partitions = await eventually(
        'the other brokers to lead all partitions',
        async () => {
          const all = await described();
          const dead = ({ leader, isr }: (typeof all)[number]) => [leader, ...isr].some((id) => id === 2 || id === 4);
          const settled = all.every((partition) => !dead(partition) || partition.isr.length < 2);
          return settled && all.some(isWritten) && !all.every(isWritten) ? all : undefined;
        },
        60_000,
      );
      // One caller comes first; all others share a send, which fails for some of them.
      const sends = partitions.map(({ partitionId }) =>
        sender.send([{ ...record(name, '', `to ${partitionId}`), partition: partitionId }], plenty),
      );
      const outcomes = await Promise.allSettled(sends);
      const written = partitions.filter((_, index) => outcomes[index]?.status === 'fulfilled');
      expect(written.map(({ partitionId }) => partitionId)).toEqual(
        partitions.filter(isWritten).map(({ partitionId }) => partitionId),
      );
    } finally {
      for (const node of victims) node.start();
      await Promise.all(victims.map((node) => node.ready()));
    }
  });

  it('reports unknown where brokers hang with the records, within the deadline', async () => {
    const name = await createTopic(1);
    const sender = producer({ budgetMs: 1_500 });
    await eventually('the topic to take records', () => send(sender, 'before', name).then(() => true));
    for (const node of cluster.nodes) node.pause();
    try {
      const started = performance.now();
      await expect(send(sender, 'hanging', name)).rejects.toBeInstanceOf(ProduceOutcomeUnknown);
      expect(performance.now() - started).toBeLessThan(10_000);
    } finally {
      for (const node of cluster.nodes) node.resume();
    }
    await eventually('the cluster to take records', () => send(sender, 'after', name).then(() => true), 60_000);
  });

  it('loses no acknowledged record while two of five brokers die', async () => {
    const name = await createTopic(12);
    const sender = producer({ budgetMs: 20_000 });
    const acknowledged: string[] = [];
    let sending = true;
    let sent = 0;
    const client = async (): Promise<void> => {
      while (sending) {
        // Several partitions in a send, as the emissions of a batch are.
        const keys = Array.from({ length: 20 }, () => String(sent++));
        try {
          await sender.send(
            keys.map((key) => record(name, key)),
            plenty,
          );
          acknowledged.push(...keys);
        } catch (thrown) {
          if (!(thrown instanceof ProduceRefused || thrown instanceof ProduceOutcomeUnknown)) throw thrown;
        }
      }
    };
    const clients = Promise.all(Array.from({ length: 8 }, client));
    const victims = [cluster.node('node-2'), cluster.node('node-4')];
    try {
      await eventually('records before the failure', () => acknowledged.length > 500);
      await Promise.all(victims.map((node) => node.kill()));
      for (const node of victims) node.start();
      await Promise.all(victims.map((node) => node.ready()));
      const before = acknowledged.length;
      await eventually('records after the failure', () => acknowledged.length > before + 500, 60_000);
    } finally {
      sending = false;
      await clients;
    }
    const wanted = new Set(acknowledged);
    const values = await valuesOf(name, (read) => wanted.isSubsetOf(new Set(read)));
    expect(wanted.difference(new Set(values))).toEqual(new Set());
  });

  it('is let in while its password changes: by the former one until brokers know the other', async () => {
    const name = await createTopic(1);
    const { username, password } = testUser('order');
    const secret = { current: 'not known to brokers yet', previous: password };
    const logins = scramLogins({
      current: async () => ({ username, password: secret.current }),
      previous: async () => ({ username, password: secret.previous }),
    });
    const kafka = kafkaConnection({
      brokers: cluster.bootstrapBrokers,
      sasl: scramAuthentication(logins),
      clientId: 'order',
      logLevel: 'NOTHING',
    });
    const rotated = kafkaProducer({ connect: async () => kafka });
    try {
      await rotated.send([record(name, 'a', 'first')], plenty);
      // Now it is the one that brokers know, and each new connection is refused by the other.
      Object.assign(secret, { current: password, previous: 'forgotten by brokers' });
      await rotated.disconnect();
      await rotated.send([record(name, 'a', 'second')], plenty);
      // An administrator's client, which kafkajs itself connects again.
      await kafkaCheck(async () => kafka)();
    } finally {
      await rotated.disconnect();
    }
    expect(await valuesOf(name, (read) => read.length >= 2)).toEqual(['first', 'second']);
  });

  it('goes on after minutes without a request on new connections, in order and once', async () => {
    const name = await createTopic(1);
    const sender = producer();
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      for (const value of ['1', '2', '3']) {
        await sender.send([record(name, 'a', value)], plenty);
        vi.setSystemTime(Date.now() + 11 * 60_000);
      }
    } finally {
      vi.useRealTimers();
    }
    expect(await valuesOf(name, (read) => read.length >= 3)).toEqual(['1', '2', '3']);
  });
});
