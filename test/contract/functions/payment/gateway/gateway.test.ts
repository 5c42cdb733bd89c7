import { randomUUID } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { simulatedGateway } from '../../../../../functions/payment/gateway/simulated/gateway.simulated.ts';
import { statementKey } from '../../../../../functions/payment/gateway/simulated/simulated-ledger.ts';
import type { Charge, PaymentGateway } from '../../../../../functions/payment/model/ports.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { recordRequests } from '../../../../support/dynamodb-local.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { ScriptedGateway } from '../../../../support/fakes/scripted-gateway.ts';

const at = '2026-01-01T00:00:00.000Z';
const table = 'gateway';
const { client } = dynamodbLocal('gateway');
let waited: number[];
beforeAll(async () => {});
beforeEach(() => {
  waited = [];
});

const simulated = (of = table) =>
  simulatedGateway(client, of, {
    clock: { now: () => new Date(at) },
    timeoutMs: 2_000,
    wait: async (ms) => void waited.push(ms),
  });
const charge = (token: string): Charge => {
  const orderId = randomUUID();
  return { idempotencyKey: `key of ${orderId}`, orderId, amount: 3197, currency: 'GBP', aged: false, token };
};
const entries = async (orderId: string) => {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
  return Items.filter(({ order_id }) => order_id === orderId);
};

describe.each<[string, () => PaymentGateway]>([
  ['scripted', () => new ScriptedGateway()],
  ['simulated', simulated],
])('the %s gateway', (_name, open) => {
  let gateway: PaymentGateway;
  beforeAll(() => {
    gateway = open();
  });

  it('approves, and finds it later', async () => {
    const desired = charge('tok_approve_visa');
    expect(await gateway.lookup(desired)).toEqual({ status: 'absent' });
    expect(await gateway.charge(desired)).toEqual({ status: 'approved' });
    expect(await gateway.lookup(desired)).toEqual({ status: 'approved' });
  });

  it('declines, and finds it later', async () => {
    const desired = charge('tok_decline');
    const declined = { status: 'declined', reason: 'card_declined' };
    expect(await gateway.charge(desired)).toEqual(declined);
    expect(await gateway.lookup(desired)).toEqual(declined);
  });

  it('repeats the first answer of a key, also for another token', async () => {
    const desired = charge('tok_approve');
    await gateway.charge(desired);
    expect(await gateway.charge({ ...desired, token: 'tok_decline' })).toEqual({ status: 'approved' });
  });

  it.each<[string, Partial<Charge>]>([
    ['order', { orderId: 'another' }],
    ['amount', { amount: 1 }],
    ['currency', { currency: 'EUR' }],
  ])('refuses a key for another %s', async (_field, other) => {
    const desired = charge('tok_approve');
    await gateway.charge(desired);
    await expect(gateway.charge({ ...desired, ...other })).rejects.toThrow(RangeError);
  });

  it('refunds a charge once, at repeated requests', async () => {
    const desired = charge('tok_approve');
    await gateway.charge(desired);
    const refund = { idempotencyKey: `refund of ${desired.orderId}`, charge: desired };
    expect(await gateway.refund(refund)).toEqual({ status: 'refunded' });
    expect(await gateway.refund(refund)).toEqual({ status: 'refunded' });
    expect(await gateway.lookup(desired)).toEqual({ status: 'approved' });
  });

  it.each(['tok_decline', undefined])('refunds nothing without a charge (%s)', async (token) => {
    const desired = charge(token ?? 'tok_approve');
    if (token !== undefined) await gateway.charge(desired);
    expect(await gateway.refund({ idempotencyKey: `refund of ${desired.orderId}`, charge: desired })).toEqual({
      status: 'failed',
      reason: 'no_such_charge',
    });
  });
});

describe('the simulated gateway', () => {
  it.each([
    ['tok_decline', 'card_declined'],
    ['tok_decline_insufficient_funds', 'insufficient_funds'],
    ['4111', 'invalid_token'],
  ])('declines %s: %s', async (token, reason) => {
    expect(await simulated().charge(charge(token))).toEqual({ status: 'declined', reason });
  });

  it('forgets a key after a day, as Stripe does: a charge under it is then made again', async () => {
    const clock = new FixedClock(at);
    const gateway = simulatedGateway(client, table, { clock, timeoutMs: 2_000, wait: async () => undefined });
    const desired = charge('tok_approve');
    const charged = async () => {
      expect(await gateway.charge(desired)).toMatchObject({ status: 'approved' });
      return (await entries(desired.orderId)).length;
    };
    expect(await charged()).toBe(1);
    clock.advance(23 * 3_600_000);
    expect(await charged()).toBe(1);
    clock.advance(2 * 3_600_000);
    expect(await charged()).toBe(2);
  });

  it('records a charge and its refund once, with order and amount, without the token', async () => {
    const desired = charge('tok_approve_mastercard');
    const gateway = simulated();
    await Promise.all(Array.from({ length: 8 }, () => gateway.charge(desired)));
    const refund = { idempotencyKey: `refund of ${desired.orderId}`, charge: desired };
    await Promise.all(Array.from({ length: 8 }, () => gateway.refund(refund)));
    const recorded = { order_id: desired.orderId, amount: 3197, currency: 'GBP', at };
    const inIndex = statementKey({ ...recorded, idempotency_key: '', outcome: 'approved' });
    const found = await entries(desired.orderId);
    expect(found).toHaveLength(2);
    expect(found).toEqual(
      expect.arrayContaining([
        { ...recorded, ...inIndex, idempotency_key: desired.idempotencyKey, outcome: 'approved' },
        {
          ...recorded,
          ...inIndex,
          ...{ idempotency_key: refund.idempotencyKey, outcome: 'refunded', charge_key: desired.idempotencyKey },
        },
      ]),
    );
  });

  it.each([
    ['tok_slow', 500],
    ['tok_slow_visa', 500],
    ['tok_slow_1500', 1_500],
  ])('takes its time for %s', async (token, ms) => {
    expect(await simulated().charge(charge(token))).toEqual({ status: 'approved' });
    expect(waited).toEqual([ms]);
  });

  it.each(['tok_slow_2001', 'tok_timeout_charged'])('charges %s without an answer in time', async (token) => {
    const desired = charge(token);
    for (let times = 0; times < 2; times += 1) {
      expect(await simulated().charge(desired)).toMatchObject({ status: 'unknown' });
      expect(await simulated().lookup(desired)).toEqual({ status: 'approved' });
    }
    expect(waited).toEqual([2_000, 2_000]);
    expect(await entries(desired.orderId)).toHaveLength(1);
  });

  it.each([
    ['tok_timeout', ['unknown', 'approved']],
    ['tok_timeout_2', ['unknown', 'unknown', 'approved']],
    ['tok_flaky', ['unavailable', 'approved']],
    ['tok_flaky_visa', ['unavailable', 'approved']],
    ['tok_flaky_3', ['unavailable', 'unavailable', 'unavailable', 'approved']],
    ['tok_error', ['unavailable', 'unavailable', 'unavailable']],
  ])('answers %s attempt by attempt: %s', async (token, statuses) => {
    const desired = charge(token);
    for (const status of statuses) {
      const before = await simulated().lookup(desired);
      expect(before).toEqual({ status: 'absent' });
      expect(await simulated().charge(desired)).toMatchObject({ status });
    }
    expect(waited).toEqual(statuses.filter((status) => status === 'unknown').map(() => 2_000));
  });

  it('looks a charge up consistently', async () => {
    const requests = recordRequests(client);
    await simulated().lookup(charge('tok_approve'));
    expect(requests).toMatchObject([{ input: expect.stringContaining('"ConsistentRead":true') }]);
  });

  it('does not answer when its ledger is unavailable', async () => {
    const gateway = simulated('no-such-table');
    const desired = charge('tok_approve');
    expect(await gateway.charge(desired)).toMatchObject({ status: 'unknown' });
    expect(await gateway.lookup(desired)).toMatchObject({ status: 'unknown' });
    expect(await gateway.refund({ idempotencyKey: 'refund', charge: desired })).toMatchObject({ status: 'unknown' });
  });
});
