import { describe, expect, it } from 'vitest';
import { checkInvariants, type Evidence, isBalanced, isFinished } from '../../../bin/demo/invariants.ts';

const balanced: Evidence = {
  accepted: [
    { orderId: 'a', amount: 500, lines: new Map([['x', 2]]) },
    { orderId: 'b', amount: 900, lines: new Map([['x', 9]]) },
  ],
  announced: new Set(['a', 'b']),
  statuses: new Map([
    ['a', 'PAID'],
    ['b', 'CANCELLED'],
  ]),
  charges: [{ orderId: 'a', amount: 500 }],
  refunds: [],
  openPayments: 0,
  facts: [{ eventId: 'e', times: 1 }],
  stock: [{ sku: 'x', available: 8, reserved: 0, sold: 2 }],
  initialStock: new Map([['x', 10]]),
};
const none = {
  lostOrders: 0,
  doubleCharges: 0,
  wrongCharges: 0,
  openPayments: 0,
  wrongNotifications: 0,
  stockDrift: 0,
  oversold: 0,
};

describe('checkInvariants', () => {
  it('takes a charge that was given back for none', () => {
    const charges = [...balanced.charges, { orderId: 'b', amount: 900 }];
    expect(checkInvariants({ ...balanced, charges, refunds: [{ orderId: 'b', amount: 900 }] })).toEqual(none);
  });

  it('finds nothing in balanced ledgers', () => {
    expect(checkInvariants(balanced)).toEqual(none);
    expect(isBalanced(checkInvariants(balanced))).toBe(true);
  });

  const faults: readonly (readonly [string, Partial<Evidence>, Partial<typeof none>])[] = [
    ['an accepted order that is not in the topic', { announced: new Set(['a']) }, { lostOrders: 1 }],
    ['an accepted order without a status', { statuses: new Map([['a', 'PAID']]) }, { lostOrders: 1 }],
    [
      'a second charge',
      {
        charges: [
          { orderId: 'a', amount: 250 },
          { orderId: 'a', amount: 250 },
        ],
      },
      { doubleCharges: 1 },
    ],
    ['another amount than in the reply', { charges: [{ orderId: 'a', amount: 501 }] }, { wrongCharges: 1 }],
    ['a paid order that was never charged', { charges: [] }, { wrongCharges: 1 }],
    [
      'a cancelled order that was charged',
      {
        charges: [
          { orderId: 'a', amount: 500 },
          { orderId: 'b', amount: 900 },
        ],
      },
      { wrongCharges: 1 },
    ],
    ['a refund without a charge', { refunds: [{ orderId: 'b', amount: 900 }] }, { wrongCharges: 1 }],
    ['a payment of unknown outcome', { openPayments: 1 }, { openPayments: 1 }],
    ['a fact notified twice', { facts: [{ eventId: 'e', times: 2 }] }, { wrongNotifications: 1 }],
    ['a fact without a notification', { facts: [{ eventId: 'e', times: 0 }] }, { wrongNotifications: 1 }],
    [
      'a charge without an order',
      {
        charges: [
          { orderId: 'a', amount: 500 },
          { orderId: 'z', amount: 1 },
        ],
      },
      { wrongCharges: 1 },
    ],
    ['units that vanished', { stock: [{ sku: 'x', available: 7, reserved: 0, sold: 2 }] }, { stockDrift: 1 }],
    ['units sold without an order', { stock: [{ sku: 'x', available: 7, reserved: 0, sold: 3 }] }, { stockDrift: 1 }],
    [
      'units reserved without an order',
      { stock: [{ sku: 'x', available: 5, reserved: 3, sold: 2 }] },
      { stockDrift: 3 },
    ],
    [
      'a paid order that took nothing',
      { stock: [{ sku: 'x', available: 10, reserved: 0, sold: 0 }] },
      { stockDrift: 2 },
    ],
    ['negative stock', { stock: [{ sku: 'x', available: -1, reserved: 9, sold: 2 }] }, { stockDrift: 9, oversold: 1 }],
  ];
  it.each(faults)('finds %s', (_, change, found) => {
    expect(checkInvariants({ ...balanced, ...change })).toEqual({ ...none, ...found });
    expect(isBalanced(checkInvariants({ ...balanced, ...change }))).toBe(false);
  });

  it('lets an order on its way hold its lines or not yet', () => {
    const statuses = new Map([
      ['a', 'PAID'],
      ['b', 'PROCESSING'],
    ]);
    const stock = [{ sku: 'x', available: 0, reserved: 9, sold: 2 }];
    expect(checkInvariants({ ...balanced, statuses, stock, initialStock: new Map([['x', 11]]) })).toEqual(none);
    expect(checkInvariants({ ...balanced, statuses })).toEqual(none);
  });

  it('knows which states an order leaves by itself', () => {
    expect(['CREATED', 'PROCESSING', undefined].map(isFinished)).toEqual([false, false, false]);
    expect(['PAID', 'CANCELLED', 'PAYMENT_FAILED'].map(isFinished)).toEqual([true, true, true]);
  });
});
