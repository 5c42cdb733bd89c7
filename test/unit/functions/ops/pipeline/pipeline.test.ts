// Also tests functions/ops/pipeline
import { beforeEach, describe, expect, it } from 'vitest';
import { observedGroups } from '../../../../../functions/ops/pipeline/observed-groups.ts';
import { pipelineRoutes } from '../../../../../functions/ops/pipeline/pipeline.routes.ts';
import { type PipelinePorts, pipeline } from '../../../../../functions/ops/pipeline/pipeline.ts';
import { topicNames } from '../../../../../schemas/catalogue.ts';
import { validatePipeline } from '../../../../../schemas/generated/validators.js';
import { InMemoryClusterReader } from '../../../../support/fakes/in-memory-cluster-reader.ts';
import { httpRequestOf } from '../../../../support/http-request.ts';

const started = Date.parse('2026-11-22T06:31:02.417Z');
const minute = 60_000;
const saga = { group: 'order-saga.orders', function: 'order/saga', latency: 'critical' } as const;
const audit = { group: 'audit-publish.orders', function: 'audit/publish', latency: 'background' } as const;

let cluster: InMemoryClusterReader;
let now: number;
let ports: PipelinePorts;

beforeEach(() => {
  now = started;
  cluster = new InMemoryClusterReader();
  ports = {
    cluster,
    clock: { now: () => new Date(now) },
    topics: new Map([
      ['orders.created', [saga, audit]],
      ['orders.audit', []],
    ]),
  };
});

const ago = (...minutes: readonly number[]) => minutes.map((one) => started - one * minute);
const look = () => pipeline(ports)();
const ordersOf = async () => (await look()).topics[0];

describe('a look at the pipeline', () => {
  it('has the offsets of which clients compute rates, and its time', async () => {
    cluster.topics.set('orders.created', [ago(3, 2), ago(1)]);
    cluster.groups.set(saga.group, new Map([[0, 2]]));
    const answer = await look();
    expect(answer.at).toBe('2026-11-22T06:31:02.417Z');
    expect(answer.topics[0]).toMatchObject({ topic: 'orders.created', end_offsets: [2, 1] });
    expect(answer.topics[0]?.consumers[0]).toMatchObject({ ...saga, committed_offsets: [2, 0], lag_records: 1 });
  });

  it('measures lag in seconds by the oldest record that the group has not acknowledged, to a twentieth', async () => {
    cluster.topics.set('orders.created', [ago(50, 40, 10), ago(20)]);
    cluster.groups.set(saga.group, new Map([[0, 2]]));
    cluster.groups.set(
      audit.group,
      new Map([
        [0, 1],
        [1, 1],
      ]),
    );
    const [ofSaga, ofAudit] = (await ordersOf())?.consumers ?? [];
    expect(ofSaga).toMatchObject({ lag_records: 2, most_behind: { partition: 0, lag_records: 1 } });
    expect((ofSaga?.lag_seconds ?? 0) / 60).toBeGreaterThan(20 / 1.06);
    expect((ofSaga?.lag_seconds ?? 0) / 60).toBeLessThan(20 * 1.06);
    expect((ofAudit?.lag_seconds ?? 0) / 60).toBeGreaterThan(40 / 1.06);
  });

  it('has no lag where everything is acknowledged, and asks for no times', async () => {
    cluster.topics.set('orders.created', [ago(50)]);
    for (const { group } of [saga, audit]) cluster.groups.set(group, new Map([[0, 1]]));
    const asked: string[] = [];
    cluster.onAsk = (question) => void asked.push(question);
    const consumers = (await ordersOf())?.consumers ?? [];
    expect(consumers).toEqual(
      [saga, audit].map((one) => ({
        ...one,
        lag_records: 0,
        lag_seconds: 0,
        lost_records: 0,
        committed_offsets: [1],
      })),
    );
    expect(asked.filter((one) => one === 'offsetsAt orders.created')).toHaveLength(1);
  });

  it('asks once for a time that several groups of a topic need', async () => {
    cluster.topics.set('orders.created', [ago(50)]);
    const asked: string[] = [];
    cluster.onAsk = (question) => void asked.push(question);
    await look();
    // Skew, a second, and nine halvings: the same for both groups.
    expect(asked.filter((one) => one === 'offsetsAt orders.created')).toHaveLength(11);
  });

  it('counts records that retention deleted first as lost, not as lag', async () => {
    cluster.topics.set('orders.created', [ago(9, 8, 7)]);
    cluster.deleted.set('orders.created-0', 2);
    cluster.groups.set(saga.group, new Map([[0, 1]]));
    const [ofSaga, ofAudit] = (await ordersOf())?.consumers ?? [];
    expect(ofSaga).toMatchObject({ lag_records: 1, lost_records: 1, committed_offsets: [2] });
    // It has acknowledged nothing: it begins at the first retained record.
    expect(ofAudit).toMatchObject({ lag_records: 1, lost_records: 0, committed_offsets: [2] });
  });

  it('never has a negative lag, where a commit overtook the ends', async () => {
    cluster.topics.set('orders.created', [ago(9)]);
    cluster.groups.set(saga.group, new Map([[0, 4]]));
    expect((await ordersOf())?.consumers[0]).toMatchObject({ lag_records: 0, lag_seconds: 0 });
  });

  it('shows the partition that received most of the records of the last five minutes', async () => {
    cluster.topics.set('orders.created', [ago(60, 50, 40), ago(4, 3, 2), ago(1)]);
    expect((await ordersOf())?.recent).toEqual({ seconds: 300, records: 4, hottest: { partition: 1, share: 0.75 } });
  });

  it('has no hottest partition without recent records', async () => {
    cluster.topics.set('orders.created', [ago(60)]);
    expect((await ordersOf())?.recent).toEqual({ seconds: 300, records: 0 });
  });

  it('counts the dead letters that are held and those that are new', async () => {
    cluster.topics.set('orders.created.dlq', [ago(60, 2), ago(1)]);
    cluster.deleted.set('orders.created.dlq-0', 1);
    expect((await ordersOf())?.dead_letters).toMatchObject({
      queue: 'orders.created.dlq',
      held: 2,
      recent: { seconds: 300, records: 2 },
    });
  });

  it('counts partitions that lack copies, of topics and queues', async () => {
    const lacking = { online: true, replicas: 3, inSync: 2 };
    const healthy = { online: true, replicas: 3, inSync: 3 };
    cluster.degraded.set('orders.created', [lacking, healthy, lacking]);
    cluster.degraded.set('orders.audit.dlq', [lacking]);
    const answer = await look();
    expect(answer).toMatchObject({ under_replicated_partitions: 3, offline_partitions: 0, unread: [] });
    expect(answer.topics[0]).toMatchObject({ under_replicated_partitions: 2, offline_partitions: 0 });
    expect(answer.topics[1]?.dead_letters).toMatchObject({ under_replicated_partitions: 1 });
  });

  it('names a topic with a partition without a leader, and reads the others', async () => {
    cluster.degraded.set('orders.created', [{ online: false, replicas: 3, inSync: 0 }]);
    const answer = await look();
    expect(answer).toMatchObject({ under_replicated_partitions: 1, offline_partitions: 1 });
    expect(answer.unread).toEqual([{ topic: 'orders.created', cause: '1 of its 1 partitions have no leader' }]);
    expect(answer.topics.map(({ topic }) => topic)).toEqual(['orders.audit']);
  });

  it('names a topic that Kafka does not answer for, and reads the others', async () => {
    cluster.silent.add('orders.created');
    const answer = await look();
    expect(answer.unread).toEqual([{ topic: 'orders.created', cause: 'KafkaJSError: orders.created is silent' }]);
    expect(answer.topics.map(({ topic }) => topic)).toEqual(['orders.audit']);
  });

  it('asks nothing more after twelve seconds, and names what it did not read', async () => {
    cluster.onAsk = (question) => {
      if (question === 'offsets orders.created.dlq') now += 12_001;
    };
    const answer = await look();
    expect(answer.topics.map(({ topic }) => topic)).toEqual(['orders.created']);
    expect(answer.unread).toEqual([{ topic: 'orders.audit', cause: 'Kafka was too slow: not read within 12000 ms' }]);
  });

  it('fails where Kafka does not answer at all', async () => {
    cluster.onAsk = () => {
      throw new Error('no brokers');
    };
    await expect(look()).rejects.toThrow('no brokers');
  });
});

describe('GET /admin/pipeline', () => {
  const get = async () => {
    const route = pipelineRoutes({ cluster, clock: ports.clock })['GET /admin/pipeline'];
    const response = await route?.(httpRequestOf({}));
    return { status: response?.statusCode, body: JSON.parse(response?.body ?? '') };
  };

  it('answers by its contract, with every declared topic and group', async () => {
    const { status, body } = await get();
    expect(status).toBe(200);
    expect(validatePipeline(body)).toBeNull();
    expect(body.topics.map(({ topic }: { topic: string }) => topic)).toEqual(topicNames);
    const groups = body.topics.flatMap(({ consumers }: { consumers: readonly unknown[] }) => consumers);
    expect(groups).toHaveLength([...observedGroups.values()].flat().length);
    expect(groups).toContainEqual(expect.objectContaining(saga));
  });
});
