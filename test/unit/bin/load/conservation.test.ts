import { describe, expect, it } from 'vitest';
import { checkConservation, type LoadEvidence } from '../../../../bin/load/conservation.ts';

const units = (sold: number, reserved = 0, adjusted = 100) => ({
  available: adjusted - sold - reserved,
  reserved,
  sold,
  adjusted,
});
const views = (accepted: number, paid: number, cancelled: number, failed: number, lag = 0) => ({
  accepted,
  paid,
  cancelled,
  failed,
  lag,
});

/** Three orders: one paid, one cancelled, one failed; beside them, another client's order in the views. */
const evidence: LoadEvidence = {
  accepted: [
    { orderId: 'a', skus: ['x', 'y'] },
    { orderId: 'b', skus: ['x'] },
    { orderId: 'c', skus: ['y'] },
  ],
  repeatedIds: [],
  statuses: new Map([
    ['a', 'PAID'],
    ['b', 'CANCELLED'],
    ['c', 'PAYMENT_FAILED'],
  ]),
  unresolved: 0,
  unread: [],
  stock: {
    before: new Map([
      ['x', units(10)],
      ['y', units(20)],
    ]),
    after: new Map([
      ['x', units(11)],
      ['y', units(21)],
    ]),
  },
  views: { before: views(5, 5, 0, 0), after: views(9, 7, 1, 1) },
};
const check = (changed: Partial<LoadEvidence>) => checkConservation({ ...evidence, ...changed });
const stockOfX = (x: ReturnType<typeof units>): Partial<LoadEvidence> => ({
  stock: {
    before: evidence.stock.before,
    after: new Map([
      ['x', x],
      ['y', units(21)],
    ]),
  },
});

describe('conservation', () => {
  it('holds where each accepted order has one end, and the stock and the views agree', () => {
    expect(check({})).toEqual({
      holds: true,
      faults: [],
      accepted: 3,
      paid: 1,
      cancelled: 1,
      failed: 1,
      unfinished: 0,
      lost: 0,
      stock: { skus: 2, sold: 2, reserved: 0 },
      views: views(4, 2, 1, 1),
    });
  });

  it('counts a shipped order as paid', () => {
    const statuses = new Map(evidence.statuses).set('a', 'SHIPPED');
    expect(check({ statuses })).toMatchObject({ holds: true, paid: 1 });
  });

  it('allows an open order to hold its lines or not, and still fails', () => {
    const statuses = new Map(evidence.statuses).set('b', 'PROCESSING');
    const counted = { before: views(5, 5, 0, 0), after: views(8, 6, 0, 1) };
    for (const x of [units(11), units(11, 1), units(12)])
      expect(check({ statuses, views: counted, ...stockOfX(x) }).faults).toEqual(['1 orders are not final']);
  });

  it.each<[string, Partial<LoadEvidence>, string]>([
    [
      'an order that the API does not know',
      { statuses: new Map([...evidence.statuses].slice(0, 2)) },
      '1 accepted orders are unknown to the API',
    ],
    ['two answers with one id', { repeatedIds: ['a'] }, '1 answers share an order id with another'],
    ['a request of unknown outcome', { unresolved: 1 }, '1 requests are of unknown outcome'],
    [
      'figures that could not be read',
      { unread: ['could not read the stock: no answer'] },
      'could not read the stock: no answer',
    ],
    ['units sold without a paid order', stockOfX(units(12)), 'x: 2 units newly sold, 1 in paid orders'],
    ['a paid order whose units are not sold', stockOfX(units(10)), 'x: 0 units newly sold, 1 in paid orders'],
    ['units that stay reserved', stockOfX(units(11, 1)), 'x: 1 units newly reserved, 0 in open orders'],
    [
      'units that vanish',
      stockOfX({ ...units(11), available: 88 }),
      'x: available 88 + reserved 0 + sold 11 is not 100, the sum of adjustments',
    ],
    [
      'an order that the views lack',
      { views: { before: views(5, 5, 0, 0), after: views(8, 5, 1, 1) } },
      "the views counted 0 paid, the orders' statuses 1",
    ],
    [
      'views that do not come to their end',
      { views: { before: views(5, 5, 0, 0), after: views(9, 7, 1, 1, 2) } },
      'the views have 2 records left to count',
    ],
  ])('fails on %s', (_, changed, fault) => {
    const { holds, faults } = check(changed);
    expect(holds).toBe(false);
    expect(faults).toContain(fault);
  });

  it('reports no stock and no views where they could not be read, and does not invent faults of them', () => {
    const stock = { before: evidence.stock.before };
    const { faults, ...rest } = check({ unread: ['gone'], stock, views: { before: views(5, 5, 0, 0) } });
    expect(faults).toEqual(['gone']);
    expect(rest).toMatchObject({ stock: null, views: null });
  });
});
