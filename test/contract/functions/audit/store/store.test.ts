import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditPage, seqOf } from '../../../../../functions/audit/model/chain-domain.ts';
import type { AuditStore } from '../../../../../functions/audit/model/ports.ts';
import { chainFaults } from '../../../../../functions/audit/model/verification-domain.ts';
import { record } from '../../../../../functions/audit/record/record.ts';
import { sha256 } from '../../../../../functions/audit/store/digest.node.ts';
import { dynamodbAudit } from '../../../../../functions/audit/store/store.dynamodb.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import type { AuditRecorded } from '../../../../../schemas/generated/types.ts';
import { recorded } from '../../../../support/audit-facts.ts';
import {
  createTable,
  type DynamoDbLocal,
  dynamodbLocalClient,
  recordRequests,
  startDynamoDbLocal,
} from '../../../../support/dynamodb-local.ts';
import { InMemoryAudit } from '../../../../support/fakes/in-memory-audit.ts';
import { reservedEvent } from '../../../../support/order-events.ts';

let server: DynamoDbLocal;
let client: DynamoDBDocumentClient;
beforeAll(async () => {
  server = await startDynamoDbLocal();
  client = dynamodbLocalClient(server.endpoint);
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const inDynamoDb = async () => {
  const table = `audit-${randomUUID()}`;
  await createTable(client, table, 'order_id', 'seq');
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

const page = (order_id: string, place: number, hash = 'h'): AuditPage => ({
  ...{ order_id, seq: seqOf(place), prev_hash: 'p', hash },
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
    expect(await store.append(page('kept', 1, 'other'))).toBe('conflict');
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

it('reads the audit trail consistently', async () => {
  const store = await inDynamoDb();
  const requests = recordRequests(client);
  await store.pagesOf('order');
  expect(requests.map(({ input }) => JSON.parse(input).ConsistentRead)).toEqual([true]);
});
