import { beforeEach, describe, expect, it } from 'vitest';
import { compare } from '../../../../functions/payment/compare.ts';
import { differenceOf, type StatementEntry } from '../../../../functions/payment/comparison-domain.ts';
import type { Payment } from '../../../../functions/payment/domain.ts';
import { TransientError } from '../../../../functions/shared/runtime/idioms/transient-error.ts';
import { InMemoryStatement } from '../../../support/fakes/in-memory-statement.ts';
import { PaymentWorld, paymentOf } from '../../../support/payment-world.ts';

const entryOf = ({ order_id, payment_id, amount, currency }: Payment, more: Partial<StatementEntry> = {}) => ({
  ...({ kind: 'charge', orderId: order_id, charge: payment_id, amount, currency } as const),
  ...more,
});
const stateOf = (state: Payment['state'], more: Partial<Payment> = {}) => paymentOf('one', { state, ...more });

describe('a line of the gateway’s statement', () => {
  const refund = { kind: 'refund' } as const;
  it.each<[string, Payment['state'], Partial<StatementEntry>, string | undefined]>([
    ['a charge that we know', 'PAID', {}, undefined],
    ['a charge that we gave back', 'REFUNDED', {}, undefined],
    ['a charge that we are giving back', 'REFUNDING', {}, undefined],
    ['its refund', 'REFUNDED', refund, undefined],
    ['a charge that we have not heard of yet', 'UNKNOWN', {}, 'STILL_OPEN'],
    ['a charge that we are asking for', 'PENDING', {}, 'STILL_OPEN'],
    ['a charge of a cancelled order that we have not heard of yet', 'CANCELLING', {}, 'STILL_OPEN'],
    ['a refund that we have not heard of yet', 'REFUNDING', refund, 'STILL_OPEN'],
    ['a charge of a failed payment', 'FAILED', {}, 'CHARGED_THOUGH_CLOSED'],
    ['a charge of a cancelled order', 'CANCELLED', {}, 'CHARGED_THOUGH_CLOSED'],
    ['a refund that is not ours', 'PAID', refund, 'NOT_REFUNDED_BY_US'],
    ['another amount', 'PAID', { amount: 1 }, 'AMOUNT_DIFFERS'],
    ['another currency', 'PAID', { currency: 'EUR' }, 'AMOUNT_DIFFERS'],
    ['another amount given back', 'REFUNDED', { ...refund, amount: 1 }, 'AMOUNT_DIFFERS'],
    ['a second charge of the order', 'PAID', { charge: 'another' }, 'OTHER_CHARGE'],
  ])('%s (%s)', (_name, state, more, kind) => {
    const payment = stateOf(state);
    const difference = differenceOf(entryOf(payment, more), payment);
    expect(difference?.kind).toBe(kind);
    if (kind !== undefined) expect(difference).toMatchObject({ orderId: payment.order_id });
  });

  it('may call the charge by the gateway’s own name', () => {
    const payment = stateOf('PAID', { charge_reference: 'pi_1' });
    expect(differenceOf(entryOf(payment, { charge: 'pi_1' }), payment)).toBeUndefined();
    expect(differenceOf(entryOf(payment, { charge: 'pi_2' }), payment)).toMatchObject({ kind: 'OTHER_CHARGE' });
  });

  it('of nobody we know', () => {
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

  it('begins with the ten minutes that it is first started in', async () => {
    statement.until = undefined;
    world.clock.advance(1_234_567);
    expect(await run()).toEqual({});
    expect(statement.until).toBe(at('06:20'));
    expect(statement.asked).toEqual([]);
  });

  it('takes ten minutes after the other, up to those that have ended an hour ago', async () => {
    for (let times = 0; times < 4; times += 1) await run();
    expect(statement.asked).toEqual([
      { from: at('04:40'), until: at('04:50') },
      { from: at('04:50'), until: at('05:00') },
    ]);
    world.clock.advance(600_000);
    await run();
    expect(statement.asked.at(-1)).toEqual({ from: at('05:00'), until: at('05:10') });
  });

  it('counts what differs, by kind, and says which', async () => {
    const [paid, failed] = [stateOf('PAID'), paymentOf('two', { state: 'FAILED' })];
    for (const payment of [paid, failed]) await world.payments.create(payment);
    statement.pages.set(at('04:40'), [
      [entryOf(paid), entryOf(failed)],
      [entryOf(paymentOf('unknown')), entryOf(paid, { amount: 1 })],
    ]);
    expect(await run()).toEqual({
      StatementEntriesCompared: 4,
      StatementDifferences: 3,
      StatementNotInOurBooks: 1,
      StatementOtherCharge: 0,
      StatementAmountDiffers: 1,
      StatementChargedThoughClosed: 1,
      StatementNotRefundedByUs: 0,
      StatementStillOpen: 0,
    });
    expect(world.differences).toEqual(['CHARGED_THOUGH_CLOSED', 'NOT_IN_OUR_BOOKS', 'AMOUNT_DIFFERS']);
  });

  it('begins again when the gateway does not tell it to its end', async () => {
    statement.fault = new TransientError('No answer');
    expect(await run()).toEqual({ StatementUnavailable: 1 });
    expect(statement.until).toBe(at('04:40'));
    statement.fault = undefined;
    await run();
    expect(statement.until).toBe(at('04:50'));
  });

  it('begins again when there is no time for it', async () => {
    statement.pages.set(at('04:40'), [[entryOf(paymentOf('unknown'))]]);
    expect(await run(9_999)).toEqual({ StatementUnfinished: 1 });
    expect([statement.until, world.differences]).toEqual([at('04:40'), []]);
  });
});
