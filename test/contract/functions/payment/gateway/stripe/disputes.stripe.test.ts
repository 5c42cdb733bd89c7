import { describe, expect, it } from 'vitest';
import { stripeDisputes } from '../../../../../../functions/payment/gateway/stripe/disputes.stripe.ts';
import { TransientError } from '../../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { allPages } from '../../../../../support/all-pages.ts';
import { client, error, server, withStripe } from '../../../../../support/stripe-contract.ts';
import { disputeOf, stripeEvent } from '../../../../../support/stripe-events.ts';
import type { StripeReply } from '../../../../../support/stripe-server.ts';

withStripe();

describe('Stripe’s events of disputes', () => {
  const period = { from: '2026-11-22T06:00:00.000Z', until: '2026-11-22T06:10:00.000Z' };
  const reported = () => allPages(stripeDisputes(client()).reported(period));
  const disputed = (type: string, id: string) =>
    stripeEvent(`charge.dispute.${type}`, disputeOf({ status: 'lost' }), { id, at: '2026-11-22T06:05:00.000Z' });
  const list = (data: readonly object[], has_more = false): StripeReply => ({
    body: { object: 'list', data, has_more, url: '/v1/events' },
  });

  it('lists those of a period, page by page, as the webhook would have received them', async () => {
    server.reply = ({ path }) =>
      path.includes('starting_after=evt_1')
        ? list([disputed('closed', 'evt_2')])
        : list([disputed('created', 'evt_1')], true);
    const found = await reported();
    expect(found.map(({ id, notice }) => [id, notice.kind === 'DISPUTE' && notice.fact.state])).toEqual([
      ['evt_1', 'OPENED'],
      ['evt_2', 'LOST'],
    ]);
    expect(found[1]?.notice).toMatchObject({ reference: 'pi_1', fact: { at: '2026-11-22T06:05:00.000Z' } });
    const path = decodeURIComponent(server.requests[0]?.path ?? '');
    expect(path).toContain(`created[gte]=${Date.parse(period.from) / 1_000}`);
    expect(path).toContain(`created[lt]=${Date.parse(period.until) / 1_000}`);
    for (const type of ['created', 'funds_withdrawn', 'funds_reinstated', 'closed'])
      expect(path).toContain(`=charge.dispute.${type}`);
  });

  it('skips invalid events', async () => {
    server.reply = () => list([{ id: 'evt_1', object: 'event' }]);
    expect(await reported()).toEqual([]);
  });

  it.each([
    ['Stripe does not answer', 500, { type: 'api_error' }],
    ['the key may not read events', 403, { type: 'invalid_request_error', code: 'more_permissions_required' }],
  ])('fail transiently when %s', async (_name, status, fields) => {
    server.reply = () => error(status, fields);
    await expect(reported()).rejects.toThrow(TransientError);
  });
});
