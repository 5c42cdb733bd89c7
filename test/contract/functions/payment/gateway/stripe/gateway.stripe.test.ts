// Also tests functions/payment/gateway/stripe
import { describe, expect, it } from 'vitest';
import {
  account,
  charge,
  charged,
  error,
  gateway,
  intent,
  replyAfter,
  server,
  withStripe,
} from '../../../../../support/stripe-contract.ts';

withStripe();

describe('a charge by Stripe', () => {
  it('is an intent, stored before it is confirmed off session, each under a key of its own', async () => {
    expect(await gateway().prepare(charge())).toEqual({ status: 'prepared', reference: 'pi_1' });
    expect([...account.intents.values()].map(({ status }) => status)).toEqual(['requires_payment_method']);
    expect(await gateway().charge(intent())).toEqual({ status: 'approved', reference: 'pi_1' });
    expect(server.requests.map(({ method, path, idempotencyKey }) => [method, path, idempotencyKey])).toEqual([
      ['POST', '/v1/payment_intents', 'payment-1'],
      ['POST', '/v1/payment_intents/pi_1/confirm', 'pi_1:confirm'],
    ]);
    expect(Object.fromEntries(server.requests[0]?.body ?? [])).toMatchObject({
      ...{ amount: '3197', currency: 'gbp', 'metadata[payment_id]': 'payment-1', 'metadata[order_id]': 'order-1' },
    });
    expect(Object.fromEntries(server.requests[1]?.body ?? [])).toEqual({
      payment_method: 'pm_card_visa',
      off_session: 'true',
    });
  });

  it('is refused if it was not prepared: its name would not be stored', async () => {
    await expect(gateway().charge(charge())).rejects.toThrow(TypeError);
  });

  it('is made once, at repeated requests', async () => {
    const answers = [await charged(), await charged()];
    expect(answers).toEqual([answers[0], answers[0]]);
    expect(account.intents.size).toBe(1);
  });

  it('is declined for the bank’s reason, and cancelled at Stripe, as a look-up confirms', async () => {
    const declined = { status: 'declined', reason: 'insufficient_funds' };
    expect(await charged('pm_card_declined_insufficient_funds')).toEqual(declined);
    expect(account.intents.get('pi_1')?.status).toBe('canceled');
    expect(await gateway().lookup(charge())).toEqual(declined);
    expect(await gateway().lookup(intent())).toEqual(declined);
    expect(await charged('pm_card_declined_insufficient_funds')).toEqual(declined);
  });

  it('that is processing is neither charged nor declined', async () => {
    const processing = { status: 'processing', reference: 'pi_1' };
    expect(await charged('pm_debit')).toEqual(processing);
    expect(await gateway().lookup(intent())).toEqual(processing);
    expect(await gateway().cancel(intent())).toEqual(processing);
    account.finish('pi_1', 'failed');
    expect(await gateway().lookup(intent())).toEqual({ status: 'declined', reason: 'debit_not_authorized' });
  });

  it('of an intent that was cancelled meanwhile is not made', async () => {
    await gateway().prepare(charge());
    expect(await gateway().cancel(intent())).toEqual({ status: 'cancelled' });
    expect(await gateway().charge(intent())).toEqual({ status: 'cancelled' });
    expect(account.intents.get('pi_1')?.status).toBe('canceled');
  });

  it('refuses a key that was used for another amount', async () => {
    await charged();
    await expect(gateway().prepare(charge('pm_card_visa', { amount: 1 }))).rejects.toThrow(RangeError);
  });

  it('is not rounded if Stripe does not support its amount', async () => {
    const odd = charge('pm_card_visa', { amount: 5_124, currency: 'KWD' });
    expect(await gateway().prepare(odd)).toEqual({ status: 'declined', reason: 'amount_not_supported' });
    expect(await gateway().lookup(odd)).toEqual({ status: 'absent' });
    expect(await gateway().cancel(odd)).toEqual({ status: 'cancelled' });
    expect(server.requests).toEqual([]);
  });
});

describe('a cancel at Stripe', () => {
  it('is refused if the intent has succeeded: it was charged', async () => {
    await charged();
    expect(await gateway().cancel(intent())).toEqual({ status: 'approved', reference: 'pi_1' });
  });

  it('of a payment without a name cancels the intent of its key', async () => {
    expect(await gateway().cancel(charge())).toEqual({ status: 'cancelled' });
    expect(await charged()).toEqual({ status: 'cancelled' });
  });

  it('may be repeated', async () => {
    await gateway().prepare(charge());
    await gateway().cancel(intent());
    expect(await gateway().cancel(intent())).toEqual({ status: 'cancelled' });
    // A key would repeat a refusal for a day.
    const keys = server.requests.filter(({ path }) => path.endsWith('cancel')).map((one) => one.idempotencyKey);
    expect(new Set(keys).size).toBe(2);
  });

  it('without an answer leaves its outcome open', async () => {
    await gateway().prepare(charge());
    replyAfter(0, error(500, { type: 'api_error' }));
    expect(await gateway().cancel(intent())).toMatchObject({ status: 'unknown' });
  });
});
