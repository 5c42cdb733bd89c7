import { beforeEach, describe, expect, it } from 'vitest';
import { validatePaymentDisputed } from '../../../../../schemas/generated/validators.js';
import { disputeOf, stripeEvent } from '../../../../support/stripe-events.ts';
import { order, WebhookWorld } from '../../../../support/webhook-world.ts';

let world: WebhookWorld;
beforeEach(() => {
  world = new WebhookWorld();
});

const created = stripeEvent('charge.dispute.created', disputeOf(), { at: '2026-12-02T09:15:02.000Z' });

const closed = (status: string) =>
  stripeEvent('charge.dispute.closed', disputeOf({ status }), { at: '2027-01-15T10:00:00.000Z' });

describe('a dispute', () => {
  const paid = { state: 'PAID', paid_at: '2026-11-22T06:00:00.000Z', charge_reference: 'pi_1' } as const;

  it('is a fact of its payment, emitted after it is stored', async () => {
    world.store(paid);
    expect(await world.receive(created)).toMatchObject({ body: { outcome: 'TAKEN' } });
    expect(world.emitted).toEqual([]);
    await world.reconcile();
    const [, event] = world.emitted;
    expect(world.types).toEqual(['ORDER_PAID', 'PAYMENT_DISPUTED']);
    expect(validatePaymentDisputed(event)).toBeNull();
    expect(event).toMatchObject({
      ...{ order_id: order.order_id, dispute_id: 'dp_1', state: 'OPENED', reason: 'fraudulent' },
      ...{
        amount: 3197,
        currency: 'GBP',
        processed_at: '2026-12-02T09:15:00.000Z',
        timestamp: '2026-12-02T09:15:00.000Z',
      },
    });
    // A dispute does not change the order's state.
    expect(world.stored).toMatchObject({ state: 'PAID' });
    expect(world.stored).not.toHaveProperty('due_at');
  });

  it.each([
    ['won', 'WON'],
    ['lost', 'LOST'],
    ['warning_closed', 'CLOSED'],
    ['prevented', 'CLOSED'],
  ])('that ends %s is %s', async (status, state) => {
    world.store(paid);
    await world.receive(closed(status));
    await world.reconcile();
    expect(world.emitted.at(-1)).toMatchObject({
      type: 'PAYMENT_DISPUTED',
      state,
      processed_at: '2027-01-15T10:00:00.000Z',
    });
  });

  it('of a currency that Stripe counts in hundredths has the amount in minor units', async () => {
    world.store(paid);
    await world.receive(stripeEvent('charge.dispute.created', disputeOf({ amount: 500_000, currency: 'isk' })));
    await world.reconcile();
    expect(world.emitted.at(-1)).toMatchObject({ amount: 5_000, currency: 'ISK' });
  });

  it('without a reason gets the reason general', async () => {
    world.store(paid);
    await world.receive(stripeEvent('charge.dispute.created', disputeOf({ reason: '' })));
    await world.reconcile();
    expect(world.emitted.at(-1)).toMatchObject({ reason: 'general' });
  });

  it('does not let the record grow without a limit', async () => {
    world.store(paid);
    for (let index = 0; index < 100; index += 1) {
      await world.receive(stripeEvent('charge.dispute.created', disputeOf({ id: `dp_${index}` })));
    }
    expect(Object.keys(world.stored?.disputes ?? {})).toHaveLength(60);
  });
});
