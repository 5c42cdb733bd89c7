// Also tests functions/payment/reconcile
import { beforeEach, describe, expect, it } from 'vitest';
import { differenceOf, type StatementEntry } from '../../../../../functions/payment/model/comparison-domain.ts';
import type { Payment } from '../../../../../functions/payment/model/domain.ts';
import { compare } from '../../../../../functions/payment/reconcile/compare.ts';
import { refundId } from '../../../../../functions/shared/kernel/ids.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { InMemoryStatement } from '../../../../support/fakes/in-memory-statement.ts';
import { PaymentWorld, paymentOf } from '../../../../support/payment-world.ts';

const entryOf = ({ order_id, payment_id, amount, currency }: Payment, more: Partial<StatementEntry> = {}) => ({
  ...({ kind: 'charge', orderId: order_id, charge: payment_id, amount, currency } as const),
  ...more,
});
const stateOf = (state: Payment['state'], more: Partial<Payment> = {}) => paymentOf('one', { state, ...more });

describe('a line of the gateway’s statement', () => {
  const refund = { kind: 'refund' } as const;
  it.each<[string, Payment['state'], Partial<StatementEntry>, string | undefined]>([
    ['a paid charge', 'PAID', {}, undefined],
    ['a refunded charge', 'REFUNDED', {}, undefined],
    ['a charge with a pending refund', 'REFUNDING', {}, undefined],
    ['its refund', 'REFUNDED', refund, undefined],
    ['a charge with an unknown outcome', 'UNKNOWN', {}, 'STILL_OPEN'],
    ['a pending charge', 'PENDING', {}, 'STILL_OPEN'],
    ['a charge of a cancelled order with an unknown outcome', 'CANCELLING', {}, 'STILL_OPEN'],
    ['a refund without an outcome', 'REFUNDING', refund, 'STILL_OPEN'],
    ['a charge of a failed payment', 'FAILED', {}, 'CHARGED_THOUGH_CLOSED'],
    ['a charge of a cancelled order', 'CANCELLED', {}, 'CHARGED_THOUGH_CLOSED'],
    ['an unknown refund', 'PAID', refund, 'NOT_REFUNDED_BY_US'],
    ['another amount', 'PAID', { amount: 1 }, 'AMOUNT_DIFFERS'],
    ['another currency', 'PAID', { currency: 'EUR' }, 'AMOUNT_DIFFERS'],
    ['another refunded amount', 'REFUNDED', { ...refund, amount: 1 }, 'AMOUNT_DIFFERS'],
    ['a second charge of the order', 'PAID', { charge: 'another' }, 'OTHER_CHARGE'],
  ])('%s (%s)', (_name, state, more, kind) => {
    const payment = stateOf(state);
    const difference = differenceOf(entryOf(payment, more), payment);
    expect(difference?.kind).toBe(kind);
    if (kind !== undefined) expect(difference).toMatchObject({ orderId: payment.order_id });
  });

  it('may contain the gateway’s own name of the charge', () => {
    const payment = stateOf('PAID', { charge_reference: 'pi_1' });
    expect(differenceOf(entryOf(payment, { charge: 'pi_1' }), payment)).toBeUndefined();
    expect(differenceOf(entryOf(payment, { charge: 'pi_2' }), payment)).toMatchObject({ kind: 'OTHER_CHARGE' });
  });

  it('of an unknown order differs', () => {
    const { orderId: _, ...entry } = entryOf(stateOf('PAID'));
    expect(differenceOf(entry, undefined)).toEqual({ kind: 'NOT_IN_OUR_BOOKS', charge: entry.charge });
  });
});

describe('the comparison', () => {
  let world: PaymentWorld;
  let statement: InMemoryStatement;
  beforeEach(() => {
    world = new PaymentWorld();
    statement = new InMemoryStatement();
    // It is 06:00.
    statement.until = '2026-11-22T04:40:00.000Z';
  });
  const run = (remainingMs = 60_000) =>
    compare({ ...world, statement, comparisons: statement })({ deadline: { remainingMs: () => remainingMs } });
  const at = (time: string) => `2026-11-22T${time}:00.000Z`;

  it('begins with the ten minutes of its first start', async () => {
    statement.until = undefined;
    world.clock.advance(1_234_567);
    expect(await run()).toEqual({});
    expect(statement.until).toBe(at('06:20'));
    expect(statement.asked).toEqual([]);
  });

  it('proceeds by ten minutes, up to those that ended an hour ago', async () => {
    for (let times = 0; times < 4; times += 1) await run();
    expect(statement.asked).toEqual([
      { from: at('04:40'), until: at('04:50') },
      { from: at('04:50'), until: at('05:00') },
    ]);
    world.clock.advance(600_000);
    await run();
    expect(statement.asked.at(-1)).toEqual({ from: at('05:00'), until: at('05:10') });
  });

  it('counts differences by kind, and reports each', async () => {
    const [paid, failed] = [stateOf('PAID'), paymentOf('two', { state: 'FAILED' })];
    for (const payment of [paid, failed]) await world.payments.create(payment);
    statement.pages.set(at('04:40'), [
      [entryOf(paid), entryOf(failed)],
      [entryOf(paymentOf('unknown')), entryOf(paid, { amount: 1 })],
    ]);
    expect(await run()).toEqual({
      StatementEntriesCompared: 4,
      StatementPaymentsLookedUp: 0,
      StatementDifferences: 3,
      StatementNotInOurBooks: 1,
      StatementOtherCharge: 0,
      StatementAmountDiffers: 1,
      StatementChargedThoughClosed: 1,
      StatementNotRefundedByUs: 0,
      StatementStillOpen: 0,
      StatementChargeNotAtGateway: 0,
      StatementRefundNotAtGateway: 0,
    });
    expect(world.differences).toEqual(['CHARGED_THOUGH_CLOSED', 'NOT_IN_OUR_BOOKS', 'AMOUNT_DIFFERS']);
  });

  describe('of the payments', () => {
    const paid = stateOf('PAID', { paid_at: at('04:45'), charge_reference: 'pi_1' });
    const refunded = paymentOf('two', { state: 'REFUNDED', paid_at: at('03:00'), refunded_at: at('04:49') });
    const calls = () => world.gateway.asked.map(([call]) => call);
    const charged = async ({ payment_id: idempotencyKey, order_id: orderId, amount, currency }: Payment) => {
      const name = { idempotencyKey, orderId, amount, currency, aged: false };
      await world.gateway.charge({ ...name, token: 'tok_approve' });
      return name;
    };
    const listed = (...entries: readonly StatementEntry[]) => statement.pages.set(at('04:40'), [[], entries]);

    it('does not look up payments that the statement lists, by either name', async () => {
      for (const payment of [paid, refunded]) await world.payments.create(payment);
      listed(entryOf(paid, { charge: 'pi_1' }), entryOf(refunded, { kind: 'refund' }));
      expect(await run()).toMatchObject({ StatementPaymentsLookedUp: 0, StatementDifferences: 0 });
      expect(calls()).toEqual([]);
    });

    it('reports a charge that the statement lacks and the gateway does not know', async () => {
      await world.payments.create(paid);
      expect(await run()).toMatchObject({
        ...{ StatementPaymentsLookedUp: 1, StatementDifferences: 1, StatementChargeNotAtGateway: 1 },
        StatementRefundNotAtGateway: 0,
      });
      expect(world.differences).toEqual(['CHARGE_NOT_AT_GATEWAY']);
      expect(calls()).toEqual(['lookup']);
      // Each period is compared once.
      world.clock.advance(600_000);
      await run();
      expect(world.differences).toHaveLength(1);
    });

    it('reports a refund that the statement lacks and the gateway does not know', async () => {
      await world.payments.create(refunded);
      await charged(refunded);
      // The charge is listed: that is no refund.
      listed(entryOf(refunded));
      expect(await run()).toMatchObject({ StatementDifferences: 1, StatementRefundNotAtGateway: 1 });
      expect(world.differences).toEqual(['REFUND_NOT_AT_GATEWAY']);
      expect(calls()).toEqual(['charge', 'lookupRefund']);
    });

    it('reports a refund that failed at the gateway', async () => {
      await world.payments.create(refunded);
      const charge = await charged(refunded);
      await world.gateway.refund({ idempotencyKey: refundId(refunded.order_id), charge });
      world.gateway.refundAnswer = { status: 'failed', reason: 'expired_or_canceled_card', reference: 're_1' };
      await run();
      expect(world.differences).toEqual(['REFUND_NOT_AT_GATEWAY']);
    });

    it('does not report a movement that the gateway confirms, though another period of its statement lists it', async () => {
      for (const payment of [paid, refunded]) {
        await world.payments.create(payment);
        const charge = await charged(payment);
        if (payment === refunded) await world.gateway.refund({ idempotencyKey: refundId(payment.order_id), charge });
      }
      expect(await run()).toMatchObject({ StatementPaymentsLookedUp: 2, StatementDifferences: 0 });
      expect(statement.until).toBe(at('04:50'));
    });

    it.each([
      ['moved before the period', { paid_at: at('04:39') }],
      ['moved after it', { paid_at: at('04:50') }],
      ['has cost nothing', { amount: 0 }],
      ['is still with the schedule', { due_at: at('04:46') }],
      ['is being given back', { state: 'REFUNDING' }],
    ] as const)('leaves out what %s', async (_name, more) => {
      await world.payments.create({ ...paid, ...more });
      expect(await run()).toMatchObject({ StatementPaymentsLookedUp: 0, StatementDifferences: 0 });
    });

    it('starts over when the gateway does not answer, and reports once', async () => {
      await world.payments.create(paid);
      world.gateway.failNext('lost');
      expect(await run()).toEqual({ StatementUnavailable: 1 });
      expect([statement.until, world.differences]).toEqual([at('04:40'), []]);
      await run();
      expect([statement.until, world.differences]).toEqual([at('04:50'), ['CHARGE_NOT_AT_GATEWAY']]);
    });

    it('is not blocked by one payment whose outcome the gateway does not return', async () => {
      await world.payments.create(paid);
      world.gateway.lookup = async () => ({ status: 'unknown', cause: 'It is odd', gatewayIsHealthy: true });
      await run();
      expect([statement.until, world.differences]).toEqual([at('04:50'), ['CHARGE_NOT_AT_GATEWAY']]);
    });

    it('starts over when there is no time for a look-up', async () => {
      await world.payments.create(paid);
      expect(await run(14_999)).toEqual({ StatementUnfinished: 1 });
      expect([calls(), statement.until]).toEqual([[], at('04:40')]);
      expect(await run(15_000)).toMatchObject({ StatementPaymentsLookedUp: 1 });
    });
  });

  it('starts over when the gateway does not return the whole statement', async () => {
    statement.fault = new TransientError('No answer');
    expect(await run()).toEqual({ StatementUnavailable: 1 });
    expect(statement.until).toBe(at('04:40'));
    statement.fault = undefined;
    await run();
    expect(statement.until).toBe(at('04:50'));
  });

  it('starts over when there is no time for it', async () => {
    statement.pages.set(at('04:40'), [[entryOf(paymentOf('unknown'))]]);
    expect(await run(9_999)).toEqual({ StatementUnfinished: 1 });
    expect([statement.until, world.differences]).toEqual([at('04:40'), []]);
  });
});
