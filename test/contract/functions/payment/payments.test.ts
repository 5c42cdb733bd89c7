import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConcludedPayment, PendingPayment } from '../../../../functions/payment/domain.ts';
import { dynamodbPayments } from '../../../../functions/payment/payments.dynamodb.ts';
import type { PaymentStore } from '../../../../functions/payment/ports.ts';
import {
  createTable,
  type DynamoDbLocal,
  dynamodbLocalClient,
  startDynamoDbLocal,
} from '../../../support/dynamodb-local.ts';
import { InMemoryPayments } from '../../../support/fakes/in-memory-payments.ts';

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
  const table = `payments-${randomUUID()}`;
  await createTable(client, table, 'order_id');
  return dynamodbPayments(client, table);
};

const pending = (order_id: string, created_at = '2026-01-01T00:00:00.000Z'): PendingPayment => ({
  ...{ order_id, payment_id: `payment of ${order_id}`, amount: 3197, currency: 'GBP', created_at },
  state: 'PENDING',
});
const paid = (order_id: string): ConcludedPayment => ({
  ...{ ...pending(order_id), processed_at: '2026-01-01T00:00:01.000Z' },
  state: 'PAID',
});
const declined = (order_id: string): ConcludedPayment => ({
  ...{ ...pending(order_id), processed_at: '2026-01-01T00:00:02.000Z' },
  ...{ state: 'FAILED', reason: 'card_declined' },
});

describe.each<[string, () => Promise<PaymentStore>]>([
  ['in memory', async () => new InMemoryPayments()],
  ['in DynamoDB', inDynamoDb],
])('the payment store %s', (_name, open) => {
  let store: PaymentStore;
  beforeAll(async () => {
    store = await open();
  });

  it('keeps the first intent of an order', async () => {
    expect(await store.register(pending('first'))).toEqual(pending('first'));
    expect(await store.register(pending('first', '2027-01-01T00:00:00.000Z'))).toEqual(pending('first'));
  });

  it.each([
    ['paid', paid],
    ['declined', declined],
  ])('concludes an intent as %s, and tells whoever registers it again', async (name, outcome) => {
    await store.register(pending(name));
    expect(await store.conclude(outcome(name))).toEqual(outcome(name));
    expect(await store.register(pending(name, '2027-01-01T00:00:00.000Z'))).toEqual(outcome(name));
  });

  it('keeps the first outcome', async () => {
    await store.register(pending('twice'));
    await store.conclude(paid('twice'));
    expect(await store.conclude(declined('twice'))).toEqual(paid('twice'));
    expect(await store.register(pending('twice'))).toEqual(paid('twice'));
  });

  it('concludes nothing that was not registered', async () => {
    await expect(store.conclude(paid('unknown'))).rejects.toThrow(RangeError);
    expect(await store.register(pending('unknown'))).toEqual(pending('unknown'));
  });

  it('lets one of many outcomes stand', async () => {
    await store.register(pending('race'));
    const race = Array.from({ length: 8 }, (_, index) =>
      store.conclude(index % 2 === 0 ? paid('race') : declined('race')),
    );
    expect(new Set((await Promise.all(race)).map((outcome) => outcome.state)).size).toBe(1);
  });
});
