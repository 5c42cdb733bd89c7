import { describe, expect, it } from 'vitest';
import { stripeStatement } from '../../../../../../functions/payment/gateway/stripe/statement.stripe.ts';
import { TransientError } from '../../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { allPages } from '../../../../../support/all-pages.ts';
import { client, error, server, withStripe } from '../../../../../support/stripe-contract.ts';
import type { StripeReply } from '../../../../../support/stripe-server.ts';

withStripe();

describe('Stripe’s statement', () => {
  const moved = (id: string, more: object) => ({
    id,
    amount: 500,
    currency: 'isk',
    payment_intent: 'pi_1',
    metadata: {},
    ...more,
  });
  const list = (data: readonly object[], has_more = false): StripeReply => ({
    body: { object: 'list', data, has_more },
  });
  const period = { from: '2026-11-22T06:00:00.000Z', until: '2026-11-22T07:00:00.000Z' };
  const entries = () => allPages(stripeStatement(client()).entries(period));

  it('lists the movements of a period, page by page, with their orders', async () => {
    server.reply = ({ path }) => {
      if (path.startsWith('/v1/refunds')) return list([moved('re_1', { status: 'succeeded', currency: 'gbp' })]);
      if (path.includes('starting_after=ch_2'))
        return list([moved('ch_3', { status: 'succeeded', payment_intent: null })]);
      const order = { status: 'succeeded', metadata: { order_id: 'order-1' } };
      return list([moved('ch_1', order), moved('ch_2', { status: 'failed' })], true);
    };
    expect(await entries()).toEqual([
      { kind: 'charge', orderId: 'order-1', charge: 'pi_1', amount: 5, currency: 'ISK' },
      { kind: 'charge', charge: 'ch_3', amount: 5, currency: 'ISK' },
      { kind: 'refund', charge: 'pi_1', amount: 500, currency: 'GBP' },
    ]);
    const [first] = server.requests;
    expect(decodeURIComponent(first?.path ?? '')).toContain(
      `created[gte]=${Date.parse(period.from) / 1_000}&created[lt]=${Date.parse(period.until) / 1_000}`,
    );
  });

  it('has no order if another application has left the id empty', async () => {
    const other = { status: 'succeeded', metadata: { order_id: '' } };
    server.reply = ({ path }) => list(path.startsWith('/v1/refunds') ? [] : [moved('ch_1', other)]);
    expect(await entries()).toEqual([{ kind: 'charge', charge: 'pi_1', amount: 5, currency: 'ISK' }]);
  });

  it('fails transiently when Stripe does not answer', async () => {
    server.reply = () => error(500, { type: 'api_error' });
    await expect(entries()).rejects.toThrow(TransientError);
  });
});
