import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { charge } from '../../../../functions/payment/charge.ts';
import type { PaymentGateway } from '../../../../functions/payment/ports.ts';
import type { Clock } from '../../../../functions/shared/kernel/clock.ts';
import { orderId, paymentId } from '../../../../functions/shared/kernel/ids.ts';
import { effect } from '../../../../functions/shared/runtime/idioms/effect.ts';
import type { OrderProcessing } from '../../../../schemas/generated/types.ts';
import { validateEvent } from '../../../../schemas/generated/validators.js';
import { InMemoryPayments } from '../../../support/fakes/in-memory-payments.ts';
import { ScriptedGateway } from '../../../support/fakes/scripted-gateway.ts';
import { delivered } from '../../../support/stock-commands.ts';

const example: OrderProcessing = JSON.parse(
  readFileSync(new URL('../../../../schemas/examples/orders.created/order-processing.json', import.meta.url), 'utf8'),
);
const order = (name: string, payment_token = 'tok_approve'): OrderProcessing => ({
  ...example,
  order_id: orderId('test', name),
  payment_token,
});

let payments: InMemoryPayments;
let gateway: ScriptedGateway;
let clock: Clock;
beforeEach(() => {
  payments = new InMemoryPayments();
  gateway = new ScriptedGateway();
  let ms = Date.parse('2026-01-01T00:00:00.000Z');
  clock = { now: () => new Date(ms++) };
});

const charged = (events: readonly OrderProcessing[], through: PaymentGateway = gateway) =>
  effect(charge({ payments, gateway: through, clock }))(delivered('orders.created', events));

describe('charging an order', () => {
  it('says that it is paid', async () => {
    const event = order('one');
    const { emit } = await charged([event]);
    const { order_id, amount, currency, trace_id } = event;
    expect(emit).toMatchObject([
      { type: 'ORDER_PAID', state: 'PAID', order_id, payment_id: paymentId(order_id), amount, currency, trace_id },
    ]);
    expect(validateEvent.ORDER_PAID(emit[0])).toBeNull();
    expect(gateway.asked).toEqual([
      { idempotencyKey: paymentId(order_id), orderId: order_id, amount, currency, token: 'tok_approve' },
    ]);
  });

  it('says that it failed, and why, when the gateway declines: no fault, nothing to try again', async () => {
    const { emit, failed } = await charged([order('one', 'tok_decline')]);
    expect(failed).toEqual([]);
    expect(emit).toMatchObject([{ type: 'PAYMENT_FAILED', state: 'FAILED', reason: 'card_declined' }]);
    expect(validateEvent.PAYMENT_FAILED(emit[0])).toBeNull();
  });

  it('asks the gateway once for an event delivered again, and says the same bytes', async () => {
    const events = [order('one'), order('two', 'tok_decline')];
    const first = await charged(events);
    const again = await charged([...events, ...events]);
    expect(gateway.asked).toHaveLength(2);
    expect(again.emit.map((event) => JSON.stringify(event))).toEqual(
      [first.emit[0], first.emit[0], first.emit[1], first.emit[1]].map((event) => JSON.stringify(event)),
    );
  });

  it('has the intent durable before the gateway is asked', async () => {
    const seen: unknown[] = [];
    const watching: PaymentGateway = {
      lookup: (key) => gateway.lookup(key),
      charge: async (asked) => {
        seen.push(payments.stored.get(asked.orderId)?.state);
        return { status: 'approved' };
      },
    };
    await charged([order('one')], watching);
    expect(seen).toEqual(['PENDING']);
  });

  it('keeps no payment token', async () => {
    await charged([order('one', 'tok_approve_secret')]);
    expect(JSON.stringify([...payments.stored])).not.toContain('tok_approve_secret');
  });
});

describe('a charge of unknown outcome', () => {
  it.each(['before', 'after'] as const)(
    'cut off %s the gateway booked it, is asked again with the same key',
    async (when) => {
      gateway.cutNext(when);
      const lost = await charged([order('one')]);
      expect(lost.emit).toEqual([]);
      expect(lost.failed).toHaveLength(1);
      const { emit } = await charged([order('one')]);
      expect(emit).toMatchObject([{ type: 'ORDER_PAID' }]);
      expect(new Set(gateway.asked.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
      expect(gateway.books.size).toBe(1);
    },
  );

  it('whose answer could not be stored, is asked again with the same key', async () => {
    payments.failNextConclude = true;
    expect((await charged([order('one')])).failed).toHaveLength(1);
    expect((await charged([order('one')])).emit).toMatchObject([{ type: 'ORDER_PAID' }]);
    expect(gateway.books.size).toBe(1);
  });

  it('holds up no other order', async () => {
    gateway.cutNext('before');
    const { emit, failed } = await charged([order('one'), order('two')]);
    expect(failed.map(({ received }) => received.event.order_id)).toEqual([orderId('test', 'one')]);
    expect(emit).toMatchObject([{ order_id: orderId('test', 'two') }]);
  });

  it('of two at one time, stands as the first stored', async () => {
    const [zombie, successor] = await Promise.all([charged([order('one')]), charged([order('one')])]);
    expect(JSON.stringify(zombie.emit)).toBe(JSON.stringify(successor.emit));
    expect(gateway.books.size).toBe(1);
  });
});
