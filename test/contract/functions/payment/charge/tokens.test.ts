import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { type ChargeEvent, charge } from '../../../../../functions/payment/charge/charge.ts';
import { guardedGateway, usualGuard } from '../../../../../functions/payment/gateway/gateway.guarded.ts';
import { simulatedGateway } from '../../../../../functions/payment/gateway/simulated/gateway.simulated.ts';
import { reconcile } from '../../../../../functions/payment/reconcile/reconcile.ts';
import type { SettlePorts } from '../../../../../functions/payment/settle/settle.ts';
import { dynamodbPayments } from '../../../../../functions/payment/store/payments.dynamodb.ts';
import { paymentId, refundId } from '../../../../../functions/shared/kernel/ids.ts';
import { effect } from '../../../../../functions/shared/runtime/idioms/effect.ts';
import { dynamodbLocal } from '../../../../support/dynamodb-fixture.ts';
import { recordRequests } from '../../../../support/dynamodb-local.ts';
import { RecordingEvents } from '../../../../support/fakes/recording-sinks.ts';
import { cancelled, PaymentWorld, processing } from '../../../../support/payment-world.ts';
import { delivered } from '../../../../support/stock-commands.ts';

const { client } = dynamodbLocal('payments', 'gateway');

/** The service on DynamoDB with the simulated gateway behind its guard; only time and Kafka are not real. */
const open = () => {
  const { clock, observer, retryPolicy } = new PaymentWorld();
  const simulated = simulatedGateway(client, 'gateway', { clock, timeoutMs: 2_000, wait: async () => undefined });
  const ports: SettlePorts = {
    ...{ clock, observer, retryPolicy },
    payments: dynamodbPayments(client, 'payments'),
    gateway: guardedGateway(
      simulated, // Its breaker reads the time of day itself, which does not pass here.
      { ...usualGuard, quickRetryMs: 0, restMs: 0, observer },
    ),
  };
  const deliver = (...events: readonly ChargeEvent[]) => effect(charge(ports))(delivered('orders.created', events));
  const aMinuteLater = async () => {
    const events = new RecordingEvents();
    clock.advance(60_000);
    await reconcile(ports)({ events, deadline: { remainingMs: () => 60_000 } });
    return events.sends.flat().map(({ type }) => type);
  };
  return { ...ports, deliver, aMinuteLater };
};

const recorded = async (idempotency_key: string) =>
  (await client.send(new GetCommand({ TableName: 'gateway', Key: { idempotency_key }, ConsistentRead: true }))).Item?.[
    'outcome'
  ];

describe('an order paid with', () => {
  it.each([
    ['tok_approve', ['ORDER_PAID'], [], 'approved'],
    ['tok_decline_insufficient_funds', ['PAYMENT_FAILED'], [], 'declined'],
    ['tok_slow', ['ORDER_PAID'], [], 'approved'],
    ['tok_flaky', ['ORDER_PAID'], [], 'approved'],
    ['tok_flaky_3', [], ['ORDER_PAID'], 'approved'],
    ['tok_timeout', [], ['ORDER_PAID'], 'approved'],
    ['tok_timeout_charged', [], ['ORDER_PAID'], 'approved'],
    ['tok_error', [], [], undefined],
  ])('%s: emits %j at once and %j from the schedule', async (token, atOnce, later, outcome) => {
    const { deliver, aMinuteLater } = open();
    const event = processing(token, token);
    const { emit, failed } = await deliver(event);
    expect([emit.map(({ type }) => type), failed]).toEqual([atOnce, []]);
    expect(await aMinuteLater()).toEqual(later);
    expect(await recorded(paymentId(event.order_id))).toBe(outcome);
  });

  it('tok_error: fails at its horizon', async () => {
    const { deliver, aMinuteLater, payments } = open();
    const event = processing('horizon', 'tok_error');
    await deliver(event);
    const emitted: string[] = [];
    for (let minute = 0; minute < 30; minute += 1) emitted.push(...(await aMinuteLater()));
    // The schedule also takes up payments of the other tests.
    expect(emitted.filter((type) => type === 'PAYMENT_FAILED').length).toBeGreaterThan(0);
    expect(await payments.find(event.order_id)).toMatchObject({
      state: 'FAILED',
      failure_reason: 'GATEWAY_UNAVAILABLE',
    });
    expect(await recorded(paymentId(event.order_id))).toBe('cancelled');
  });

  it.each(['tok_timeout_charged', 'tok_timeout'])(
    '%s, and cancelled before the answer: keeps no money',
    async (token) => {
      const { deliver, aMinuteLater, payments } = open();
      const event = processing(`cancelled ${token}`, token);
      await deliver(event, cancelled(`cancelled ${token}`));
      await aMinuteLater();
      await aMinuteLater();
      const charged = token === 'tok_timeout_charged';
      expect(await payments.find(event.order_id)).toMatchObject({ state: charged ? 'REFUNDED' : 'CANCELLED' });
      expect(await recorded(refundId(event.order_id))).toBe(charged ? 'refunded' : undefined);
    },
  );
});

it('an order without faults costs two writes of the payment and one of the index', async () => {
  const { deliver } = open();
  const requests = recordRequests(client);
  await deliver(processing('simple'));
  expect(requests.map(({ command, input }) => `${command} ${JSON.parse(input).TableName}`)).toEqual([
    'PutItemCommand payments',
    'PutItemCommand gateway',
    'PutItemCommand payments',
  ]);
  const shards = requests
    .map(({ input }) => JSON.parse(input))
    .filter(({ TableName }) => TableName === 'payments')
    .map(({ Item }) => Item.due_shard);
  // It is never due. Once paid, it is in the index for the comparison with the gateway: one entry.
  expect(shards).toEqual([undefined, expect.stringMatching(/^moved\/2026-11-22T06\/\d$/)]);
});
