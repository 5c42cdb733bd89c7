import { describe, expect, it } from 'vitest';
import type { Movement, OrderEntry } from '../../../../../functions/ops/conservation/entries-domain.ts';
import { type OrderEvidence, verdictOf } from '../../../../../functions/ops/conservation/order-verdict-domain.ts';

const now = Date.parse('2026-11-22T06:31:02.417Z');
const stepMs = 120_000;
const old = now - stepMs;

const order = (given: Partial<OrderEntry> = {}): OrderEntry => ({
  ...{ orderId: '6f0cdd0f-3f0b-5d43-9f0e-1c7f7f6c1a11', status: 'PAID', since: old, provisional: false },
  ...{ amount: 2_550, currency: 'GBP', units: new Map() },
  ...given,
});
const paid = { state: 'PAID', amount: 2_550, due: false };
const charge: Movement = { kind: 'charge', amount: 2_550, currency: 'GBP' };
const refund: Movement = { ...charge, kind: 'refund' };
const verdict = (evidence: Partial<OrderEvidence> = {}) =>
  verdictOf({ order: order(), payment: paid, movements: [charge], ...evidence }, now, stepMs);

describe('an order balances', () => {
  it.each(['PAID', 'SHIPPED', 'COMPLETED'] as const)('%s with its amount charged once', (status) => {
    expect(verdict({ order: order({ status }) })).toEqual({
      account: 'final',
      ...{ overdue: false, young: false, charged: 2_550, refunded: 0 },
    });
  });

  it('cancelled and refunded', () => {
    const found = verdict({
      order: order({ status: 'CANCELLED' }),
      payment: { ...paid, state: 'REFUNDED' },
      movements: [charge, refund],
    });
    expect(found).toMatchObject({ account: 'final', charged: 2_550, refunded: 2_550 });
    expect(found.difference).toBeUndefined();
  });

  it.each([
    ['cancelled before it was charged', 'CANCELLED', { ...paid, state: 'CANCELLED' }],
    ['declined', 'PAYMENT_FAILED', { ...paid, state: 'FAILED' }],
  ] as const)('%s', (_, status, payment) => {
    expect(verdict({ order: order({ status }), payment, movements: [] }).difference).toBeUndefined();
  });

  it('free, and rejected before it had a payment', () => {
    const free = { order: order({ amount: 0 }), movements: [] };
    expect(verdict({ ...free, payment: { ...paid, amount: 0 } }).difference).toBeUndefined();
    const rejected = verdictOf({ order: order({ status: 'CANCELLED' }), movements: [] }, now, stepMs);
    expect(rejected.difference).toBeUndefined();
  });
});

describe('an order differs', () => {
  it.each<[string, Partial<OrderEvidence>, object]>([
    ['paid, and not charged', { movements: [] }, { kind: 'NOT_CHARGED', expected: 2_550, kept: 0 }],
    ['charged less', { movements: [{ ...charge, amount: 50 }] }, { kind: 'NOT_CHARGED', expected: 2_550, kept: 50 }],
    ['paid, and refunded', { movements: [charge, refund] }, { kind: 'NOT_CHARGED', kept: 0 }],
    ['charged more', { movements: [{ ...charge, amount: 9_999 }] }, { kind: 'NOT_REFUNDED', kept: 9_999 }],
    ['charged twice', { movements: [charge, charge] }, { kind: 'CHARGED_TWICE', kept: 5_100 }],
    ['charged twice, and refunded once', { movements: [charge, charge, refund] }, { kind: 'CHARGED_TWICE' }],
    ['in another currency', { movements: [{ ...charge, currency: 'EUR' }] }, { kind: 'OTHER_CURRENCY' }],
    [
      'cancelled, and not refunded',
      { order: order({ status: 'CANCELLED' }) },
      { kind: 'NOT_REFUNDED', status: 'CANCELLED', expected: 0, kept: 2_550 },
    ],
    [
      'with a refund that the gateway refused',
      { order: order({ status: 'CANCELLED' }), payment: { ...paid, state: 'REFUND_FAILED' } },
      { kind: 'REFUND_FAILED', kept: 2_550 },
    ],
    [
      'with a payment that failed by its record',
      { payment: { ...paid, state: 'FAILED' } },
      { kind: 'PAYMENT_DIFFERS' },
    ],
  ])('%s', (_, evidence, difference) => {
    const { orderId: order_id } = order();
    expect(verdict(evidence)).toMatchObject({
      account: 'final',
      difference: { order_id, currency: 'GBP', ...difference },
    });
  });

  it('without a record of its payment', () => {
    const { difference } = verdictOf({ order: order(), movements: [charge] }, now, stepMs);
    expect(difference?.kind).toBe('PAYMENT_DIFFERS');
  });

  it('only once its status is as old as a step may take: until then its money may be under way', () => {
    const cancelled = { movements: [charge], payment: paid };
    const judgedAt = (since: number) => verdict({ ...cancelled, order: order({ status: 'CANCELLED', since }) });
    expect(judgedAt(old + 1)).toMatchObject({ account: 'in_flight', young: true });
    expect(judgedAt(old + 1).difference).toBeUndefined();
    expect(judgedAt(old).difference?.kind).toBe('NOT_REFUNDED');
  });
});

describe('an order is not judged', () => {
  it('while it moves; overdue once its step takes too long', () => {
    const moving = (since: number) => verdict({ order: order({ status: 'PROCESSING', since }), movements: [] });
    expect(moving(old + 1)).toMatchObject({ account: 'in_flight', overdue: false });
    expect(moving(old)).toMatchObject({ account: 'in_flight', overdue: true });
    expect(moving(old).difference).toBeUndefined();
  });

  it('before the saga has consumed it', () => {
    const { status: _, since: __, ...placed } = order();
    expect(verdictOf({ order: placed, movements: [] }, now, stepMs)).toMatchObject({ account: 'in_flight' });
  });

  it('while nothing shows that it was published', () => {
    expect(verdict({ order: order({ status: 'CREATED', provisional: true }) }).account).toBe('provisional');
  });

  it.each(['PENDING', 'UNKNOWN', 'CANCELLING', 'REFUNDING'])('while its payment is %s', (state) => {
    const open = { order: order({ status: 'CANCELLED' }), payment: { ...paid, state } };
    expect(verdict(open)).toMatchObject({ account: 'in_flight' });
    expect(verdict({ ...open, payment: { ...open.payment, due: true } })).toMatchObject({ account: 'parked' });
  });
});

describe('without the ledger of the gateway, by the record of the payment', () => {
  const recorded = (status: 'PAID' | 'CANCELLED', state: string) => {
    const payment = { ...paid, state };
    return verdictOf({ order: order({ status }), payment }, now, stepMs);
  };

  it('a paid order balances', () => {
    expect(recorded('PAID', 'PAID')).toMatchObject({ account: 'final', charged: 2_550, refunded: 0 });
    expect(recorded('PAID', 'PAID').difference).toBeUndefined();
    expect(recorded('CANCELLED', 'REFUNDED')).toMatchObject({ charged: 2_550, refunded: 2_550 });
  });

  it.each([
    ['PAID', 'FAILED', 'NOT_CHARGED'],
    ['CANCELLED', 'PAID', 'NOT_REFUNDED'],
    ['CANCELLED', 'REFUND_FAILED', 'REFUND_FAILED'],
  ] as const)('an order that is %s with a payment that is %s is %s', (status, state, kind) => {
    expect(recorded(status, state).difference?.kind).toBe(kind);
  });
});
