// Also tests functions/payment/model
import { describe, expect, it } from 'vitest';
import type { PaymentState } from '../../../../../functions/payment/model/domain.ts';
import { moved, reactions, type Trigger } from '../../../../../functions/payment/model/state-domain.ts';
import { paymentOf } from '../../../../support/payment-world.ts';

const at = '2026-11-22T06:00:05.000Z';
const triggers: readonly Trigger[] = [
  { type: 'CANCEL', reason: 'CUSTOMER_CHANGED_MIND' },
  { type: 'CLAIM' },
  { type: 'PREPARED', reference: 'pi_1' },
  { type: 'CHARGED', reference: 'ch_1' },
  { type: 'DECLINED', reason: 'card_declined' },
  { type: 'PROCESSING' },
  { type: 'UNANSWERED' },
  { type: 'NOT_CHARGED' },
  { type: 'REFUND_PENDING' },
  { type: 'REFUND_FAILED', reason: 'lost_or_stolen_card', reference: 're_1' },
  { type: 'REFUNDED' },
];

/**
 * Columns in the order of the triggers; `·`: it stays as it is; `+`: it stays, and stores the charge's name. Duplicated
 * by hand, so that a slip shows.
 */
const table: Readonly<Record<PaymentState, string>> = {
  //               CANCEL     CLAIM   PREPARED CHARGED   DECLINED  PROCESSING UNANSWERED NOT_CHARGED REFUND_PENDING REFUND_FAILED REFUNDED
  PENDING:
    'CANCELLING UNKNOWN +        PAID      FAILED    UNKNOWN    UNKNOWN    FAILED      ·              ·             ·',
  UNKNOWN:
    'CANCELLING ·       +        PAID      FAILED    ·          ·          FAILED      ·              ·             ·',
  CANCELLING:
    '·          ·       +        REFUNDING CANCELLED ·          ·          CANCELLED   ·              ·             ·',
  PAID: 'REFUNDING  ·       ·        ·         ·         ·          ·          ·           ·              ·             ·',
  FAILED:
    '·          ·       ·        REFUNDING ·         ·          ·          ·           ·              ·             ·',
  CANCELLED:
    '·          ·       ·        REFUNDING ·         ·          ·          ·           ·              ·             ·',
  REFUNDING:
    '·          ·       ·        ·         ·         ·          ·          ·           ·              REFUND_FAILED REFUNDED',
  REFUND_FAILED:
    'REFUNDING  ·       ·        ·         ·         ·          ·          ·           ·              ·             REFUNDED',
  REFUNDED:
    '·          ·       ·        ·         ·         ·          ·          ·           ·              REFUND_FAILED ·',
};

const cases = Object.entries(table).flatMap(([state, row]) =>
  row
    .trim()
    .split(/\s+/)
    .map((to, index) => [state as PaymentState, triggers[index] as Trigger, to] as const),
);

describe('the payment state machine', () => {
  it('knows every state and every trigger', () => {
    expect(Object.keys(reactions)).toEqual(Object.keys(table));
    for (const row of Object.values(reactions)) expect(Object.keys(row)).toEqual(triggers.map(({ type }) => type));
    expect(cases).toHaveLength(9 * triggers.length);
  });

  it.each(cases)('%s, $1.type: %s', (state, trigger, to) => {
    const before = paymentOf('one', { state });
    const next = moved(before, trigger, at);
    if (to === '·') expect(next).toBe(before);
    else if (to === '+') expect(next).toEqual({ ...before, charge_reference: 'pi_1' });
    else expect(next.state).toBe(to);
  });
});

describe('a payment keeps', () => {
  const stateOf = (state: PaymentState, more = {}) => paymentOf('one', { state, ...more });

  it('the token, exactly while it may be charged', () => {
    expect(moved(stateOf('PENDING'), { type: 'UNANSWERED' }, at).payment_token).toBe('tok_approve');
    const closing = ['CANCEL', 'CHARGED', 'DECLINED', 'NOT_CHARGED'];
    for (const trigger of triggers.filter(({ type }) => closing.includes(type))) {
      expect(moved(stateOf('PENDING'), trigger, at)).not.toHaveProperty('payment_token');
    }
  });

  it('the time and the name of its charge', () => {
    const paid = moved(stateOf('UNKNOWN'), { type: 'CHARGED', reference: 'ch_1' }, at);
    expect(paid).toMatchObject({ paid_at: at, charge_reference: 'ch_1' });
    const given = moved(paid, { type: 'CANCEL', reason: 'LATE' }, '2026-11-22T07:00:00.000Z');
    expect(given).toMatchObject({ paid_at: at, charge_reference: 'ch_1', cancel_reason: 'LATE' });
  });

  it('the reason of its failure: the gateway’s, or that no answer came', () => {
    expect(moved(stateOf('PENDING'), { type: 'DECLINED', reason: 'expired_card' }, at)).toMatchObject({
      failed_at: at,
      failure_reason: 'expired_card',
    });
    expect(moved(stateOf('UNKNOWN'), { type: 'NOT_CHARGED' }, at)).toMatchObject({
      failed_at: at,
      failure_reason: 'GATEWAY_UNAVAILABLE',
    });
  });

  it('the charge of a cancelled order, to be emitted before its refund', () => {
    const late = moved(stateOf('CANCELLING', { cancel_reason: 'LATE', attempts: 3 }), { type: 'CHARGED' }, at);
    expect(late).toMatchObject({ state: 'REFUNDING', paid_at: at, cancel_reason: 'LATE', attempts: 0 });
    expect(moved(stateOf('CANCELLING'), { type: 'DECLINED', reason: 'expired_card' }, at)).not.toHaveProperty(
      'failed_at',
    );
  });

  it('its failure, even when an unknown charge is found', () => {
    const failed = moved(stateOf('UNKNOWN'), { type: 'NOT_CHARGED' }, at);
    const given = moved(failed, { type: 'CHARGED' }, '2026-11-22T07:00:00.000Z');
    expect(given).toMatchObject({ state: 'REFUNDING', failed_at: at });
    expect(given).not.toHaveProperty('paid_at');
  });

  it('the first name of its charge, and the name that was charged', () => {
    const prepared = moved(stateOf('PENDING'), { type: 'PREPARED', reference: 'pi_1' }, at);
    expect(prepared).toMatchObject({ charge_reference: 'pi_1', payment_token: 'tok_approve' });
    expect(moved(prepared, { type: 'PREPARED', reference: 'pi_2' }, at)).toBe(prepared);
    expect(moved(prepared, { type: 'CHARGED', reference: 'pi_0' }, at).charge_reference).toBe('pi_0');
  });

  it('the reason of its failed refund, also days after its success; emitted facts stay', () => {
    const refunded = stateOf('REFUNDED', { refunded_at: at });
    const failed = moved(refunded, { type: 'REFUND_FAILED', reason: 'expired_or_canceled_card' }, 'later');
    expect(failed).toMatchObject({
      ...{
        state: 'REFUND_FAILED',
        refund_failure: 'expired_or_canceled_card',
        failed_refund: 'later',
        refunded_at: at,
      },
    });
    expect(moved(failed, { type: 'REFUNDED' }, 'last')).toMatchObject({ state: 'REFUNDED', refunded_at: at });
  });

  it('no refund of a free order', () => {
    const paid = stateOf('PAID', { amount: 0, paid_at: at });
    expect(moved(paid, { type: 'CANCEL', reason: 'LATE' }, at)).toMatchObject({ state: 'CANCELLED', paid_at: at });
  });

  it('a short reason, however many SKUs it names', () => {
    const reason = 'x'.repeat(1_024);
    expect(moved(stateOf('PAID'), { type: 'CANCEL', reason }, at).cancel_reason).toHaveLength(200);
  });
});
