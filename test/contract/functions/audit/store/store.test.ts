// Also tests functions/audit/store
import { randomUUID } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AuditPage, seqOf } from '../../../../../functions/audit/model/chain-domain.ts';
import type { Fact } from '../../../../../functions/audit/model/domain.ts';
import type { AuditStore } from '../../../../../functions/audit/model/ports.ts';
import { chainFaults } from '../../../../../functions/audit/model/verification-domain.ts';
import { record } from '../../../../../functions/audit/record/record.ts';
import { sha256 } from '../../../../../functions/audit/store/digest.node.ts';
import { pageItem } from '../../../../../functions/audit/store/page-items.node.ts';
import { dynamodbAudit } from '../../../../../functions/audit/store/store.dynamodb.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { itemSize } from '../../../../../localstack/dynamodb/item-size.ts';
import type { AuditRecorded } from '../../../../../schemas/generated/types.ts';
import { recorded, recordedTogether } from '../../../../support/audit-facts.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { recordRequests } from '../../../../support/dynamodb-local.ts';
import { InMemoryAudit } from '../../../../support/fakes/in-memory-audit.ts';
import { createdEvent, orderOf, paidEvent, reservedEvent } from '../../../../support/order-events.ts';

const { client, newTable } = dynamodbLocal();

const inDynamoDb = async () => {
  const table = await newTable('audit');
  return dynamodbAudit(client, table);
};

/** Redelivers until success, like the event source. */
const delivered = async (store: AuditStore, id: string, events: readonly AuditRecorded[]): Promise<void> => {
  try {
    await record({ store, digest: sha256 }).apply(id, events);
  } catch (error) {
    if (!(error instanceof TransientError)) throw error;
    await delivered(store, id, events);
  }
};

const page = (order_id: string, place: number, hash = sha256('h')): AuditPage => ({
  ...{ order_id, seq: seqOf(place), prev_hash: sha256('p'), hash },
  records: [],
});

describe.each<[string, () => Promise<AuditStore>]>([
  ['in memory', async () => new InMemoryAudit()],
  ['in DynamoDB', inDynamoDb],
])('the audit store %s', (_name, open) => {
  let store: AuditStore;
  beforeAll(async () => {
    store = await open();
  });

  it('returns only the pages of an order, by their position', async () => {
    for (const place of [10, 2, 1]) expect(await store.append(page('one', place))).toBe('appended');
    await store.append(page('another', 3));
    expect(await store.pagesOf('one')).toEqual([page('one', 1), page('one', 2), page('one', 10)]);
    expect(await store.pagesOf('none')).toEqual([]);
  });

  it('keeps an existing page', async () => {
    await store.append(page('kept', 1));
    expect(await store.append(page('kept', 1, sha256('other')))).toBe('conflict');
    expect(await store.pagesOf('kept')).toEqual([page('kept', 1)]);
  });

  it('keeps a chain valid with many writers, beyond one page of a query', async () => {
    const id = randomUUID();
    const facts = Array.from({ length: 3_000 }, (_, index) => recorded(reservedEvent(id, `SKU-${index}`), index));
    const halves = [facts.slice(0, 1_700), facts.slice(1_300)];
    await Promise.all(halves.map((half) => delivered(store, id, half)));
    const pages = await store.pagesOf(id);
    expect(JSON.stringify(pages).length).toBeGreaterThan(1_048_576);
    expect(chainFaults(sha256, id, pages)).toEqual([]);
    expect(pages.flatMap(({ records }) => records)).toHaveLength(facts.length);
  });
});

/** As release 0.3.0 wrote it: its records are a list of maps. */
const earlierPage = {
  order_id: 'a1b2c3d4-0000-5000-8000-000000000001',
  seq: '00000001',
  prev_hash: '5fb789e2c48c0b598d0d48addc12a61e573e1c451b472602bb494546089eba8f',
  hash: 'c8a33817a1edae15e765059b0a81278bfa8abb1c97228c7d947b5687e85e943c',
  records: [
    {
      topic: 'orders.created',
      partition: 0,
      offset: 0,
      event_id: '3ec35197-8f28-5482-9075-0c6cb7abf788',
      digest: '97726555f0c3b02a2acea92c019d92085d3bb9c8710d3769f90f68d5afa45e52',
      event: 'ORDER_CREATED',
      actor: 'order/intake',
      occurred_at: '2026-11-22T06:00:00.000Z',
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      correlation_id: 'a1b2c3d4-0000-5000-8000-000000000001',
    },
    {
      topic: 'inventory.updated',
      partition: 0,
      offset: 1,
      event_id: '367af579-e111-58c8-a945-2235d3eb3394',
      digest: '4d311926315076caa4168f3a8fbd214d179885af53832618362a4dd2aa07b2a1',
      event: 'STOCK_RESERVED',
      actor: 'inventory/ledger',
      occurred_at: '2026-11-22T06:00:01.000Z',
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      correlation_id: 'a1b2c3d4-0000-5000-8000-000000000001',
    },
  ],
};

it('goes on with a chain of an earlier release', async () => {
  const table = await newTable('audit');
  await client.send(new PutCommand({ TableName: table, Item: earlierPage }));
  const store = dynamodbAudit(client, table);
  const { order_id, records } = earlierPage;
  expect(await store.pagesOf(order_id)).toEqual([earlierPage]);
  const again = [createdEvent(orderOf(['A'])), reservedEvent(order_id, 'A'), reservedEvent(order_id, 'B')];
  await record({ store, digest: sha256 }).apply(order_id, recordedTogether(again));
  const pages = await store.pagesOf(order_id);
  expect(chainFaults(sha256, order_id, pages)).toEqual([]);
  expect(pages.map((page) => page.records.map(({ event }) => event))).toEqual([
    records.map(({ event }) => event),
    ['STOCK_RESERVED'],
  ]);
});

it.each<[string, unknown]>([
  ['not compressed', Buffer.from('records')],
  ['no columns', deflateRawSync('[null]')],
  ['columns of different lengths', deflateRawSync('[["orders.created"], []]')],
])('shows records that are %s as edited', async (_case, records) => {
  const table = await newTable('audit');
  const { order_id } = earlierPage;
  await client.send(new PutCommand({ TableName: table, Item: { ...earlierPage, records } }));
  const pages = await dynamodbAudit(client, table).pagesOf(order_id);
  expect(chainFaults(sha256, order_id, pages)).toMatchObject([{ kind: 'edited', seq: '00000001' }]);
});

describe('the audit trail of an order costs', () => {
  /** Write units of an order's facts, recorded as one batch. */
  const unitsOf = async (lines: number): Promise<{ readonly units: number; readonly largest: number }> => {
    const table = await newTable('audit');
    const id = randomUUID();
    const skus = Array.from({ length: lines }, (_, index) => `SKU-${index}`);
    const facts: readonly Fact[] = [
      createdEvent({ ...orderOf(['A']), order_id: id }),
      ...skus.map((sku) => reservedEvent(id, sku)),
      ...skus.map(
        (sku): Fact => ({
          ...reservedEvent(id, sku),
          ...{ type: 'STOCK_COMMITTED', state: 'COMMITTED', delta: 0, event_id: randomUUID() },
        }),
      ),
      paidEvent({ ...orderOf(['A']), order_id: id }),
    ];
    const store = dynamodbAudit(client, table);
    const sizes: number[] = [];
    const measured: AuditStore = {
      pagesOf: store.pagesOf,
      append: (one) => {
        sizes.push(itemSize(marshall(pageItem(one)) as unknown as Parameters<typeof itemSize>[0]));
        return store.append(one);
      },
    };
    await record({ store: measured, digest: sha256 }).apply(id, recordedTogether(facts));
    return { units: sizes.reduce((sum, size) => sum + Math.ceil(size / 1_024), 0), largest: Math.max(...sizes) };
  };

  it.each([
    [1, 1],
    [3, 1],
    [25, 4],
    [100, 14],
  ])('with %i lines at most %i write units', async (lines, units) => {
    expect((await unitsOf(lines)).units).toBeLessThanOrEqual(units);
  });

  it('with 2,000 lines pages far below the 400 KB of an item', async () => {
    expect((await unitsOf(2_000)).largest).toBeLessThan(50_000);
  });
});

it('reads the audit trail consistently', async () => {
  const store = await inDynamoDb();
  const requests = recordRequests(client);
  await store.pagesOf('order');
  expect(requests.map(({ input }) => JSON.parse(input).ConsistentRead)).toEqual([true]);
});
