import { describe, expect, it } from 'vitest';
import {
  account,
  charge,
  charged,
  error,
  gateway,
  refundOf,
  replyAfter,
  server,
  withStripe,
} from '../../../../../support/stripe-contract.ts';

withStripe();

describe('a refund by Stripe', () => {
  it('refunds a charge once, under its own key', async () => {
    await charged();
    expect(await gateway().lookupRefund(refundOf('pi_1'))).toEqual({ status: 'absent' });
    expect(await gateway().refund(refundOf('pi_1'))).toEqual({ status: 'refunded' });
    expect(await gateway().refund(refundOf('pi_1'))).toEqual({ status: 'refunded' });
    expect(await gateway().lookupRefund(refundOf('pi_1'))).toEqual({ status: 'refunded' });
    expect(account.refunds.size).toBe(1);
    const [made] = server.requests.filter(({ method, path }) => method === 'POST' && path === '/v1/refunds');
    expect(made?.idempotencyKey).toBe('refund-1');
  });

  it('is done if the charge was refunded by hand', async () => {
    await charged();
    await gateway().refund({ ...refundOf('pi_1'), idempotencyKey: 'another' });
    expect(await gateway().refund(refundOf('pi_1'))).toEqual({ status: 'refunded' });
  });

  it('is not done while it is pending, and is looked up until its end', async () => {
    await charged('pm_card_pendingRefund');
    expect(await gateway().refund(refundOf('pi_1'))).toEqual({ status: 'pending' });
    expect(await gateway().refund(refundOf('pi_1'))).toEqual({ status: 'pending' });
    expect(await gateway().lookupRefund(refundOf('pi_1'))).toEqual({ status: 'pending' });
    account.finishRefund('re_1', 'succeeded');
    expect(await gateway().lookupRefund(refundOf('pi_1'))).toEqual({ status: 'refunded' });
  });

  it('that failed is made once more under another key', async () => {
    await charged();
    await gateway().refund(refundOf('pi_1'));
    account.finishRefund('re_1', 'failed');
    const failed = { status: 'failed', reason: 'lost_or_stolen_card', reference: 're_1' };
    expect(await gateway().lookupRefund(refundOf('pi_1'))).toEqual(failed);
    expect(await gateway().refund(refundOf('pi_1'))).toEqual(failed);
    expect(await gateway().refund({ ...refundOf('pi_1'), idempotencyKey: 'refund-1:re_1' })).toEqual({
      status: 'refunded',
    });
  });

  it('fails with its reason if Stripe refuses it, or there is no charge', async () => {
    await charged();
    replyAfter(0, error(400, { type: 'invalid_request_error', code: 'charge_disputed' }));
    expect(await gateway().refund(refundOf('pi_1'))).toEqual({ status: 'failed', reason: 'charge_disputed' });
    const nothing = { idempotencyKey: 'refund-1', charge: charge() };
    expect(await gateway().refund(nothing)).toEqual({ status: 'failed', reason: 'no_such_charge' });
    expect(await gateway().lookupRefund(nothing)).toEqual({ status: 'absent' });
  });
});
