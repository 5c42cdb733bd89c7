import { intentOf, refundOf, stripeEvent } from './stripe-events.ts';
import { order } from './webhook-world.ts';

export const failure = { status: 'failed', reason: 'expired_or_canceled_card', reference: 're_1' } as const;

export const refunding = {
  state: 'REFUNDING',
  paid_at: '2026-11-22T05:59:00.000Z',
  charge_reference: 'pi_1',
  due_at: '2026-11-22T06:00:00.000Z',
} as const;

export const refundFailed = stripeEvent('refund.failed', refundOf(order, 'failed'));

export const refundMade = stripeEvent('refund.updated', refundOf(order));

/** Stripe sends `refund.updated` for a failure, too. */
export const failures = [
  refundFailed,
  stripeEvent('refund.updated', refundOf(order, 'failed')),
  stripeEvent('refund.updated', refundOf(order, 'canceled')),
];

export const refundMadeEvents = [
  stripeEvent('refund.created', refundOf(order, 'pending')),
  refundMade,
  stripeEvent('charge.refunded', { id: 'ch_1', metadata: intentOf(order).metadata }),
];
