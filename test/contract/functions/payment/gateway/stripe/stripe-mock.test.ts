import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stripeClient } from '../../../../../../functions/payment/gateway/stripe/client.stripe.ts';
import { stripeGateway } from '../../../../../../functions/payment/gateway/stripe/gateway.stripe.ts';
import { stripeStatement } from '../../../../../../functions/payment/gateway/stripe/statement.stripe.ts';
import { allPages } from '../../../../../support/all-pages.ts';
import { type StripeMock, startStripeMock, whyNoStripeMock } from '../../../../../support/stripe-mock.ts';

/**
 * The mock is stateless and declines no charge, but refuses every request that Stripe's specification does not allow.
 */
const title = whyNoStripeMock === undefined ? 'every request' : `every request (skipped: ${whyNoStripeMock})`;

describe.skipIf(whyNoStripeMock !== undefined)(`Stripe’s own mock accepts ${title}`, () => {
  let mock: StripeMock;
  beforeAll(async () => {
    mock = await startStripeMock();
  }, 300_000);
  afterAll(() => mock?.stop());

  const client = () => stripeClient(async () => 'sk_test_123', { timeoutMs: 10_000, at: mock.at });
  const charge = {
    idempotencyKey: 'payment-1',
    orderId: 'order-1',
    amount: 3197,
    currency: 'GBP',
    aged: false,
    token: 'pm_card_visa',
  };

  /** The intent of the specification's examples, which answers all requests. */
  const example = { status: 'declined', reason: 'card_declined' };

  it('of a charge', async () => {
    const prepared = await stripeGateway(client()).prepare(charge);
    expect(prepared).toEqual({ status: 'prepared', reference: expect.stringMatching(/^pi_/) });
    expect(await stripeGateway(client()).charge({ ...charge, reference: 'pi_1' })).toEqual(example);
  });

  it('of a look-up', async () => {
    expect(await stripeGateway(client()).lookup(charge)).toMatchObject({ status: 'absent' });
    expect(await stripeGateway(client()).lookup({ ...charge, aged: true })).toMatchObject({ status: 'absent' });
    expect(await stripeGateway(client()).lookup({ ...charge, reference: 'pi_1' })).toEqual(example);
  });

  it('of a cancel', async () => {
    expect(await stripeGateway(client()).cancel({ ...charge, reference: 'pi_1' })).toEqual(example);
  });

  it('of a refund', async () => {
    // The amount of the example refund.
    const refund = { idempotencyKey: 'refund-1', charge: { ...charge, amount: 100, reference: 'pi_1' } };
    expect(await stripeGateway(client()).refund(refund)).toEqual({ status: 'refunded' });
  });

  it('of a statement', async () => {
    const period = { from: '2026-11-22T06:00:00.000Z', until: '2026-11-22T07:00:00.000Z' };
    const entries = await allPages(stripeStatement(client()).entries(period));
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['charge', 'refund']));
  });
});
