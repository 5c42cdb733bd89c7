import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import kafkajs from 'kafkajs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../localstack/event-source/delivery/clock.ts';
import type { PolledBatch } from '../../../../localstack/event-source/delivery/dispatcher.ts';
import { InvocationSlots } from '../../../../localstack/event-source/delivery/invocation-slots.ts';
import {
  SharedReading,
  SharedReadings,
  type TopicReader,
} from '../../../../localstack/event-source/kafka/shared-reading.ts';
import type { EventSourceMapping } from '../../../../localstack/event-source/mapping/event-source-mapping.ts';
import { sharedByMappings } from '../../../../localstack/event-source/mapping/shared-by-mappings.ts';
import type { EventSourceLogEntry } from '../../../../localstack/event-source/telemetry/event-source-log.ts';
import { ThrottledError } from '../../../../localstack/lambda/invoker.ts';
import { RunningWork } from '../../../../localstack/lambda/running-work.ts';
import { FakeFunction, functionError } from '../../../support/event-source/fake-function.ts';
import { delivered, deliveredValues, KafkaBench } from '../../../support/event-source/kafka-bench.ts';
import { clusterArn, provisioned } from '../../../support/event-source/properties.ts';
import { eventually } from '../../../support/eventually.ts';
import { startTestCluster, type TestCluster, testUser } from '../../../support/kafka-cluster.ts';
import { eventSourceContract } from '../../../support/simulation/event-source/event-source-contract.ts';
import { mappingEventSourceBench } from '../../../support/simulation/event-source/mapping-event-source-bench.ts';

let cluster: TestCluster;
let bench: KafkaBench;

beforeAll(async () => {
  cluster = await startTestCluster();
  bench = new KafkaBench(cluster);
});

afterEach(() => bench.stopMappings());

afterAll(async () => {
  await bench?.close();
  await cluster?.remove();
});

describe('an event source mapping on a real cluster', () => {
  it('B1, B3, B9: hands over records of all partitions in the shape of AWS', async () => {
    const topic = await bench.topic(2);
    await bench.produce(topic, 0, 'a');
    await bench.produce(topic, 1, 'b', 'c');
    const handler = new FakeFunction();
    const mapping = await bench.started(topic, handler, { MaximumBatchingWindowInSeconds: 1 });
    await bench.drained(mapping);
    const record = (partition: number, offset: number, value: string) => ({
      ...{ topic, partition, offset, timestamp: expect.any(Number), timestampType: 'CREATE_TIME' },
      key: Buffer.from(`key-${value}`).toString('base64'),
      value: Buffer.from(value).toString('base64'),
      headers: [{ name: [...Buffer.from(`of-${value}`)] }],
    });
    expect(handler.invocations.map(({ event }) => event)).toEqual([
      {
        eventSource: 'aws:kafka',
        eventSourceArn: clusterArn,
        bootstrapServers: cluster.bootstrapBrokers,
        records: { [`${topic}-0`]: [record(0, 0, 'a')], [`${topic}-1`]: [record(1, 0, 'b'), record(1, 1, 'c')] },
      },
    ]);
  });

  it('B4: names the source of the timestamp', async () => {
    const topic = await bench.topic(1);
    await cluster.createTopics([
      { name: topic, partitions: 1, replicationFactor: 3, configs: { 'message.timestamp.type': 'LogAppendTime' } },
    ]);
    const handler = new FakeFunction();
    const mapping = await bench.started(topic, handler);
    await bench.produce(topic, 0, 'a');
    await bench.drained(mapping);
    expect(handler.invocations[0]?.event.records[`${topic}-0`]?.[0]?.timestampType).toBe('LOG_APPEND_TIME');
  });

  it('D7, E2, E3, E6, E9, L3: starts at the oldest record, commits after success, resumes where it was', async () => {
    const topic = await bench.topic(2);
    await bench.produce(topic, 0, 'a', 'b');
    const first = new FakeFunction();
    const uuid = 'b0a1c2d3-0000-4000-8000-000000000001';
    const entries: EventSourceLogEntry[] = [];
    const logging = { ...provisioned, LoggingConfig: { SystemLogLevel: 'INFO' } };
    const mapping = await bench.started(topic, first, logging, { uuid, log: (entry) => entries.push(entry) });
    await bench.drained(mapping);
    expect(await mapping.lag()).toMatchObject({ MaxOffsetLag: 0, SumOffsetLag: 0 });
    expect(entries).toMatchObject([
      {
        type: 'POLLER_STATUS_EVENT',
        details: { groupId: uuid, consumerId: `${uuid}-0`, eventProcessorId: `${uuid}/0` },
      },
    ]);
    expect(deliveredValues(first)).toEqual(['a', 'b']);
    expect(mapping.state()).toMatchObject({ State: 'Enabled', LastProcessingResult: 'OK' });
    expect(mapping.metrics().eventCount).toMatchObject({ PolledEventCount: 2, CommittedEventCount: 2 });
    await mapping.stop();

    await bench.produce(topic, 1, 'c');
    const second = new FakeFunction();
    const again = await bench.started(topic, second, {}, { uuid });
    await bench.drained(again);
    expect(deliveredValues(second)).toEqual(['c']);
    await again.disable();
    expect(again.state().State).toBe('Disabled');
    await bench.produce(topic, 0, 'd');
    await again.enable();
    await again.ready();
    await bench.drained(again);
    expect(deliveredValues(second)).toEqual(['c', 'd']);
  });

  it('E1, E4: LATEST begins with what comes after it started, but never skips what comes while it is away', async () => {
    const topic = await bench.topic(1);
    await bench.produce(topic, 0, 'before');
    const handler = new FakeFunction();
    const uuid = 'b0a1c2d3-0000-4000-8000-000000000002';
    const mapping = await bench.started(topic, handler, { StartingPosition: 'LATEST' }, { uuid });
    await mapping.stop();
    await bench.produce(topic, 0, 'while away');
    await bench.drained(await bench.started(topic, handler, { StartingPosition: 'LATEST' }, { uuid }));
    expect(deliveredValues(handler)).toEqual(['while away']);
  });

  it('E2: AT_TIMESTAMP begins with the first record at or after it, or at the end', async () => {
    const topic = await bench.topic(1);
    await bench.produce(topic, 0, 'old');
    const seconds = Math.ceil((Date.now() + 1) / 1000);
    await eventually('the second to be over', () => Date.now() >= seconds * 1000);
    await bench.produce(topic, 0, 'new');
    const handler = new FakeFunction();
    const at = { StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: seconds };
    await bench.drained(await bench.started(topic, handler, at));
    expect(deliveredValues(handler)).toEqual(['new']);
  });

  it('E10: goes on with the oldest record when retention has passed the committed offset', async () => {
    const topic = await bench.topic(1);
    const uuid = 'b0a1c2d3-0000-4000-8000-000000000004';
    const handler = new FakeFunction();
    await (await bench.started(topic, handler, {}, { uuid })).stop();
    await bench.produce(topic, 0, 'expired', 'kept');
    await cluster.admin(async (admin) => {
      // Also makes the client look up the partition's leader, which deleting needs.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '1' }] });
    });
    const mapping = await bench.started(topic, handler, {}, { uuid });
    await bench.drained(mapping);
    expect(deliveredValues(handler)).toEqual(['kept']);
  });

  it('G3: waits while the function is throttled and then delivers, in order', async () => {
    const topic = await bench.topic(1);
    const handler = new FakeFunction((_, index) => (index < 4 ? new ThrottledError('busy') : {}));
    const mapping = await bench.started(topic, handler);
    await bench.produce(topic, 0, 'a', 'b');
    await bench.drained(mapping);
    expect(handler.invocations).toHaveLength(5);
    expect(mapping.metrics().eventCount).toMatchObject({ InvokedEventCount: 2, DroppedEventCount: 0 });
  });

  it('I6, I7, I9: writes the envelope of a dead-lettered record to the on-failure topic', async () => {
    const [topic, failureTopic] = [await bench.topic(1), await bench.topic(1)];
    const properties = {
      ...{ ...provisioned, MaximumRetryAttempts: 1, BisectBatchOnFunctionError: true },
      DestinationConfig: { OnFailure: { Destination: `kafka://${failureTopic}` } },
    };
    const poisoned = new FakeFunction(({ payload }) =>
      payload.includes(Buffer.from('poison').toString('base64')) ? functionError : {},
    );
    const mapping = await bench.started(topic, poisoned, properties);
    await bench.produce(topic, 0, 'good', 'poison', 'better');
    await bench.drained(mapping);

    const reader = new FakeFunction();
    await bench.drained(await bench.started(failureTopic, reader));
    const [message, ...others] = reader.invocations.flatMap(({ event }) => event.records[`${failureTopic}-0`] ?? []);
    expect(others).toEqual([]);
    expect(message).toMatchObject({ key: Buffer.from('key-poison').toString('base64'), headers: [] });
    expect(JSON.parse(Buffer.from(message?.value ?? '', 'base64').toString())).toMatchObject({
      requestContext: { condition: 'RetriesExhausted' },
      KafkaBatchInfo: { batchSize: 1, recordInfo: { offset: '1' } },
      payload: { records: { [`${topic}-0`]: [{ offset: 1, value: Buffer.from('poison').toString('base64') }] } },
    });
    expect(mapping.metrics().eventCount).toMatchObject({ OnFailureDestinationDeliveredEventCount: 1 });
  });

  it('I10: drops records, and logs that, when the on-failure topic does not exist', async () => {
    const topic = await bench.topic(1);
    const DestinationConfig = { OnFailure: { Destination: 'kafka://missing' } };
    const properties = { ...provisioned, DestinationConfig, MaximumRetryAttempts: 0 };
    const handler = new FakeFunction(() => functionError);
    const mapping = await bench.started(topic, handler, properties, { emulation: { deliveryRetries: 2 } });
    await bench.produce(topic, 0, 'a');
    await bench.drained(mapping, 60_000);
    expect(mapping.metrics()).toMatchObject({
      eventCount: { DroppedEventCount: 1 },
      errorCount: { OnFailureDestinationDeliveryErrorCount: 1 },
    });
  });

  it('E5, M2: shares the partitions with another member of its group, and takes them back', async () => {
    const topic = await bench.topic(4);
    const group = { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: `group-of-${topic}` } };
    const [one, two] = [new FakeFunction(), new FakeFunction()];
    const first = await bench.started(topic, one, group);
    const second = await bench.started(topic, two, group);
    for (let partition = 0; partition < 4; partition += 1) await bench.produce(topic, partition, `a${partition}`);
    await bench.drained(first);
    await bench.drained(second);
    expect(deliveredValues(two).length).toBeGreaterThan(0);
    expect(delivered(one).length).toBeGreaterThan(0);
    await second.stop();
    for (let partition = 0; partition < 4; partition += 1) await bench.produce(topic, partition, `b${partition}`);
    await bench.drained(first);
    expect([...new Set([...deliveredValues(one), ...deliveredValues(two)])]).toHaveLength(8);
  });

  it('K2, K3: reports that the cluster does not know the user, and retries', async () => {
    const topic = await bench.topic(1);
    const user = { username: 'newcomer', password: 'newcomer-password' };
    const mapping = bench.start(topic, new FakeFunction(), {}, { credentials: async () => user });
    await eventually('the reason', () => mapping.state().StateTransitionReason === 'EVENT_SOURCE_AUTHN_ERROR');
    expect(mapping.state()).toMatchObject({ LastProcessingResult: 'PROBLEM: SASL authentication failed' });
    await cluster.setUsers([user]);
    await mapping.ready();
    expect(mapping.state()).toMatchObject({ State: 'Enabled', StateTransitionReason: 'USER_INITIATED' });
  });
});

/** Counts the batches that each reader has fetched itself. */
class CountedReading extends SharedReading {
  readonly fetches = new Map<TopicReader, number>();

  override fetched(reader: TopicReader, batch: PolledBatch): void {
    this.fetches.set(reader, (this.fetches.get(reader) ?? 0) + 1);
    super.fetched(reader, batch);
  }
}

describe('mappings of one topic', () => {
  const sharing = () => {
    const reading = new CountedReading();
    const readings = Object.assign(new SharedReadings(), { of: () => reading });
    return { reading, shared: { ...sharedByMappings(systemClock, 2, new RunningWork(Date.now, 0)), readings } };
  };

  it('D7, E6: share their fetches, and each has its own group with its own member and offsets', async () => {
    const topic = await bench.topic(2);
    const { reading, shared } = sharing();
    const uuids = ['b0a1c2d3-0000-4000-8000-000000000011', 'b0a1c2d3-0000-4000-8000-000000000012'];
    const handlers = uuids.map(() => new FakeFunction());
    const mappings: EventSourceMapping[] = [];
    for (const [index, handler] of handlers.entries())
      mappings.push(await bench.started(topic, handler, {}, { uuid: uuids[index] ?? '', shared }));
    const drained = async () => {
      for (const mapping of mappings) await bench.drained(mapping);
    };
    for (const partition of [0, 1]) await bench.produce(topic, partition, `first-${partition}`);
    await drained();
    const proving = new Map(reading.fetches);
    for (let round = 0; round < 5; round += 1) {
      for (const partition of [0, 1]) await bench.produce(topic, partition, `${round}-${partition}`);
      await drained();
    }
    const more = [...reading.fetches].map(([reader, count]) => count - (proving.get(reader) ?? 0));
    expect(more.sort()).toEqual([0, 10]);
    for (const handler of handlers) expect(deliveredValues(handler)).toHaveLength(12);
    await cluster.admin(async (admin) => {
      const { groups } = await admin.describeGroups(uuids);
      expect(groups.map(({ state, members }) => [state, members.length])).toEqual([
        ['Stable', 1],
        ['Stable', 1],
      ]);
      for (const groupId of uuids) {
        const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] });
        expect(offsets?.partitions.map(({ offset }) => Number(offset))).toEqual([6, 6]);
      }
    });
    await mappings[0]?.stop();
    await bench.produce(topic, 0, 'last');
    await bench.drained(mappings[1] as EventSourceMapping);
    expect(deliveredValues(handlers[1] as FakeFunction)).toContain('last');
  });

  it('share their slots: one invocation at once, where there is one slot', async () => {
    const topic = await bench.topic(1);
    const { shared } = sharing();
    const slot = new InvocationSlots(1, 60_000, systemClock);
    const slots = { critical: slot, background: slot };
    let [running, most] = [0, 0];
    const handlers = [1, 2].map(
      () =>
        new FakeFunction(async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setTimeout(resolve, 20));
          running -= 1;
          return {};
        }),
    );
    const mappings: EventSourceMapping[] = [];
    for (const handler of handlers)
      mappings.push(await bench.started(topic, handler, {}, { shared: { ...shared, slots } }));
    for (let round = 0; round < 5; round += 1) {
      await bench.produce(topic, 0, `${round}`);
      for (const mapping of mappings) await bench.drained(mapping);
    }
    for (const handler of handlers) expect(deliveredValues(handler)).toHaveLength(5);
    expect(most).toBe(1);
  });

  it('let work that comes first pass', async () => {
    const topic = await bench.topic(1);
    const { shared } = sharing();
    let first = true;
    const waits = { busy: () => first, boundMs: 600_000, checkMs: 10 };
    const precedence = { critical: waits, background: waits };
    const handler = new FakeFunction();
    const mapping = await bench.started(topic, handler, {}, { shared: { ...shared, precedence } });
    await bench.produce(topic, 0, 'waits');
    await eventually('the record to be read', () => mapping.metrics().eventCount.PolledEventCount === 1);
    expect(handler.invocations).toEqual([]);
    first = false;
    await bench.drained(mapping);
    expect(deliveredValues(handler)).toEqual(['waits']);
  });

  it('K6: one whose login may no longer read its topic stops, and the other goes on', async () => {
    const topic = await bench.topic(1);
    const { reading, shared } = sharing();
    const acl = (principal: string, operation: kafkajs.AclOperationTypes) => ({
      ...{ resourceType: kafkajs.AclResourceTypes.TOPIC, resourceName: topic, host: '*' },
      ...{
        resourcePatternType: kafkajs.ResourcePatternTypes.LITERAL,
        permissionType: kafkajs.AclPermissionTypes.ALLOW,
      },
      ...{ principal: `User:${principal}`, operation },
    });
    const read = acl('analytics', kafkajs.AclOperationTypes.READ);
    await cluster.admin(async (admin) => {
      await admin.createAcls({ acl: [acl('admin', kafkajs.AclOperationTypes.ALL), read] });
    });
    const [allowed, refused] = [new FakeFunction(), new FakeFunction()];
    const first = await bench.started(topic, allowed, {}, { shared });
    const credentials = async () => testUser('analytics');
    const second = await bench.started(topic, refused, {}, { shared, credentials });
    for (const value of ['a', 'b']) {
      await bench.produce(topic, 0, value);
      for (const mapping of [first, second]) await bench.drained(mapping);
    }
    expect([...reading.fetches.values()].sort()).toEqual([1, 2]);
    await cluster.admin(async (admin) => {
      await admin.deleteAcls({ filters: [read] });
    });
    await eventually('the reason', async () => {
      await bench.produce(topic, 0, 'until it is refused');
      return second.state().StateTransitionReason === 'EVENT_SOURCE_AUTHZ_ERROR';
    });
    await bench.produce(topic, 0, 'after it was refused');
    await bench.drained(first);
    expect(deliveredValues(allowed)).toContain('after it was refused');
    expect(deliveredValues(refused)).not.toContain('after it was refused');
  });
});

eventSourceContract('mappings and a producer on a real cluster', (partitions) =>
  mappingEventSourceBench(cluster)(partitions),
);

describe('failures', () => {
  it('M1: delivers again what a poller that was killed had done but not committed', async () => {
    const topic = await bench.topic(1);
    await bench.produce(topic, 0, 'a', 'b');
    const uuid = 'b0a1c2d3-0000-4000-8000-000000000003';
    const program = new URL('../../../support/event-source/dying-poller.ts', import.meta.url);
    const { username, password } = testUser('admin');
    const args = [fileURLToPath(program), cluster.bootstrapBrokers, topic, uuid, username, password];
    const dead = await promisify(execFile)(process.execPath, args).catch((error: unknown) => error);
    expect(dead).toMatchObject({ signal: 'SIGKILL', stdout: expect.stringContaining(`"${topic}-0"`) });

    const handler = new FakeFunction();
    await bench.drained(await bench.started(topic, handler, {}, { uuid }));
    // On a busy machine the bench's producer may have repeated itself.
    expect(delivered(handler).slice(0, 2)).toEqual(['0@0', '0@1']);
  });

  it.each(['dead', 'frozen'])(
    'M1: recovers from a %s broker and when it is back: nothing lost, order kept',
    async (fault) => {
      const topic = await bench.topic(6);
      const handler = new FakeFunction();
      const mapping = await bench.started(topic, handler);
      const produced: string[] = [];
      const produceRound = async (round: number): Promise<void> => {
        for (let partition = 0; partition < 6; partition += 1) {
          produced.push(`${round}-${partition}`);
          await bench.produce(topic, partition, `${round}-${partition}`);
        }
      };
      await produceRound(0);
      const node = cluster.node('node-3');
      if (fault === 'dead') await node.kill();
      else node.pause();
      await produceRound(1);
      await bench.drained(mapping, 90_000);
      if (fault === 'dead') await node.restart();
      else node.resume();
      await produceRound(2);
      await bench.drained(mapping, 90_000);
      expect([...deliveredValues(handler)].sort()).toEqual([...produced].sort());
      expect(handler.overlaps).toEqual([]);
      for (let partition = 0; partition < 6; partition += 1) {
        const ofPartition = deliveredValues(handler).filter((value) => value.endsWith(`-${partition}`));
        expect(ofPartition).toEqual([0, 1, 2].map((round) => `${round}-${partition}`));
      }
    },
  );
});
