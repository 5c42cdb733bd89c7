import { describe, expect, it } from 'vitest';
import {
  account,
  charge,
  charged,
  gateway,
  intent,
  intentThat,
  requested,
  server,
  withStripe,
} from '../../../../../support/stripe-contract.ts';

withStripe();

describe('a look-up at Stripe', () => {
  it('finds nothing, and charges nothing', async () => {
    expect(await gateway().lookup(charge())).toEqual({ status: 'absent', reference: 'pi_1' });
    expect([...account.intents.values()].map(({ status }) => status)).toEqual(['requires_payment_method']);
  });

  it('leaves the key to a later charge', async () => {
    await gateway().lookup(charge());
    expect(await charged()).toMatchObject({ status: 'approved' });
    expect(account.intents.size).toBe(1);
  });

  it('finds a charge whose answer was lost', async () => {
    server.reply = (request) => {
      const answer = account.reply(request);
      return request.path.endsWith('/confirm') ? 'breaks' : answer;
    };
    expect(await charged()).toMatchObject({ status: 'unknown' });
    expect(await gateway().lookup(charge())).toEqual({ status: 'approved', reference: 'pi_1' });
  });

  it('of an aged order finds it by the order’s id when Stripe has forgotten the key', async () => {
    await charged();
    account.forgetKeys();
    const aged = charge(undefined, { aged: true });
    expect(await gateway().lookup(aged)).toEqual({ status: 'approved', reference: 'pi_1' });
    expect(account.intents.size).toBe(1);
  });

  it('of an aged order finds it also after a look-up that ended before its search', async () => {
    await charged();
    account.forgetKeys();
    // Makes a new intent, which the key returns from then on.
    await gateway().prepare(charge());
    account.advance(1_000);
    const aged = charge(undefined, { aged: true });
    expect(await gateway().lookup(aged)).toEqual({ status: 'approved', reference: 'pi_1' });
  });

  it('of an aged order finds a charge of a moment ago, which the search lacks', async () => {
    account.forgetKeys();
    await charged();
    const aged = charge(undefined, { aged: true });
    expect(await gateway().lookup(aged)).toEqual({ status: 'approved', reference: 'pi_1' });
  });

  it('of an aged order rereads the search’s results: they may be outdated', async () => {
    await charged('pm_debit');
    account.forgetKeys();
    account.finish('pi_1', 'succeeded');
    const aged = charge(undefined, { aged: true });
    expect(await gateway().lookup(aged)).toEqual({ status: 'approved', reference: 'pi_1' });
  });

  it('reads only the intent if it is known', async () => {
    await charged();
    server.requests.length = 0;
    expect(await gateway().lookup({ ...intent(), aged: true })).toMatchObject({ status: 'approved' });
    expect(requested()).toEqual(['GET payment_intents/pi_1']);
  });

  it('does not treat an unknown intent as uncharged', async () => {
    expect(await gateway().lookup(charge('pm_card_visa', { reference: 'pi_of_another_account' }))).toMatchObject({
      status: 'unknown',
      gatewayIsHealthy: true,
    });
  });

  it.each([
    ['requires_capture', { status: 'unknown', gatewayIsHealthy: true }],
    ['requires_confirmation', { status: 'absent', reference: 'pi_1' }],
    ['requires_action', { status: 'declined', reason: 'authentication_required' }],
    ['canceled', { status: 'cancelled' }],
  ])('reads an intent that is %s', async (status, answer) => {
    intentThat({ status });
    expect(await gateway().lookup(intent())).toMatchObject(answer);
  });

  it.each([
    [{ code: 'card_declined', decline_code: '' }, 'card_declined'],
    [{ code: '', decline_code: '' }, 'card_declined'],
    [{}, 'card_declined'],
  ])('never gives an empty reason: %j', async (last_payment_error, reason) => {
    intentThat({ status: 'requires_payment_method', last_payment_error });
    expect(await gateway().lookup(intent())).toEqual({ status: 'declined', reason });
  });

  it('leaves no intent that could be confirmed after it was declined', async () => {
    intentThat({ status: 'requires_action' });
    await gateway().lookup(intent());
    expect(account.intents.get('pi_1')?.status).toBe('canceled');
  });
});
