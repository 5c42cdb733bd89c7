import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulatedGateway } from '../../../../functions/payment/gateway.simulated.ts';
import type { Charge, PaymentGateway } from '../../../../functions/payment/ports.ts';
import { TransientError } from '../../../../functions/shared/runtime/idioms/transient-error.ts';
import {
  createTable,
  type DynamoDbLocal,
  dynamodbLocalClient,
  recordRequests,
  startDynamoDbLocal,
} from '../../../support/dynamodb-local.ts';
import { ScriptedGateway } from '../../../support/fakes/scripted-gateway.ts';

const clock = { now: () => new Date('2026-01-01T00:00:00.000Z') };
const table = 'gateway';
let server: DynamoDbLocal;
let client: DynamoDBDocumentClient;
beforeAll(async () => {
  server = await startDynamoDbLocal();
  client = dynamodbLocalClient(server.endpoint);
  await createTable(client, table, 'idempotency_key');
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const charge = (token: string): Charge => {
  const orderId = randomUUID();
  return { idempotencyKey: `key of ${orderId}`, orderId, amount: 3197, currency: 'GBP', token };
};

describe.each<[string, () => PaymentGateway]>([
  ['scripted', () => new ScriptedGateway()],
  ['simulated', () => simulatedGateway(client, table, clock)],
])('the %s gateway', (_name, open) => {
  let gateway: PaymentGateway;
  beforeAll(() => {
    gateway = open();
  });

  it('approves, and knows it later', async () => {
    const asked = charge('tok_approve_visa');
    expect(await gateway.lookup(asked.idempotencyKey)).toBeUndefined();
    expect(await gateway.charge(asked)).toEqual({ status: 'approved' });
    expect(await gateway.lookup(asked.idempotencyKey)).toEqual({ status: 'approved' });
  });

  it('declines, and knows it later', async () => {
    const asked = charge('tok_decline');
    const declined = { status: 'declined', reason: 'card_declined' };
    expect(await gateway.charge(asked)).toEqual(declined);
    expect(await gateway.lookup(asked.idempotencyKey)).toEqual(declined);
  });

  it('answers a key as it did the first time, whatever the token is by now', async () => {
    const asked = charge('tok_approve');
    await gateway.charge(asked);
    expect(await gateway.charge({ ...asked, token: 'tok_decline' })).toEqual({ status: 'approved' });
  });

  it.each<[string, Partial<Charge>]>([
    ['order', { orderId: 'another' }],
    ['amount', { amount: 1 }],
    ['currency', { currency: 'EUR' }],
  ])('refuses a key for another %s', async (_field, other) => {
    const asked = charge('tok_approve');
    await gateway.charge(asked);
    await expect(gateway.charge({ ...asked, ...other })).rejects.toThrow(RangeError);
  });
});

describe('the simulated gateway', () => {
  it.each([
    ['tok_decline', 'card_declined'],
    ['tok_decline_insufficient_funds', 'insufficient_funds'],
    ['4111', 'invalid_token'],
  ])('declines %s: %s', async (token, reason) => {
    expect(await simulatedGateway(client, table, clock).charge(charge(token))).toEqual({ status: 'declined', reason });
  });

  it('books a charge once, with its order and amount, and no token', async () => {
    const asked = charge('tok_approve_mastercard');
    const gateway = simulatedGateway(client, table, clock);
    await Promise.all(Array.from({ length: 8 }, () => gateway.charge(asked)));
    const { Items = [] } = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
    expect(Items.filter(({ order_id }) => order_id === asked.orderId)).toEqual([
      {
        idempotency_key: asked.idempotencyKey,
        order_id: asked.orderId,
        amount: 3197,
        currency: 'GBP',
        outcome: 'approved',
        at: '2026-01-01T00:00:00.000Z',
      },
    ]);
  });

  it('looks a charge up consistently', async () => {
    const requests = recordRequests(client);
    await simulatedGateway(client, table, clock).lookup('key');
    expect(requests).toMatchObject([{ input: expect.stringContaining('"ConsistentRead":true') }]);
  });

  it('is out of reach when its books are: to be asked again', async () => {
    await expect(simulatedGateway(client, 'no-such-table', clock).charge(charge('tok_approve'))).rejects.toThrow(
      TransientError,
    );
  });
});
