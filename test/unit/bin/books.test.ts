import { describe, expect, it } from 'vitest';
import { auditBooks, type Evidence, isBalanced, isFinished } from '../../../bin/demo/books.ts';

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

describe('auditBooks', () => {
  it('takes a charge that was given back for none', () => {
    const charges = [...balanced.charges, { orderId: 'b', amount: 900 }];
    expect(auditBooks({ ...balanced, charges, refunds: [{ orderId: 'b', amount: 900 }] })).toEqual(none);
  });

  it('finds nothing in balanced books', () => {
    expect(auditBooks(balanced)).toEqual(none);
    expect(isBalanced(auditBooks(balanced))).toBe(true);
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
    ['another amount than told', { charges: [{ orderId: 'a', amount: 501 }] }, { wrongCharges: 1 }],
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
    ['a refund that nobody charged', { refunds: [{ orderId: 'b', amount: 900 }] }, { wrongCharges: 1 }],
    ['a payment of unknown outcome', { openPayments: 1 }, { openPayments: 1 }],
    ['a fact told twice', { facts: [{ eventId: 'e', times: 2 }] }, { wrongNotifications: 1 }],
    ['a fact nobody was told', { facts: [{ eventId: 'e', times: 0 }] }, { wrongNotifications: 1 }],
    [
      'a charge for an order nobody placed',
      {
        charges: [
          { orderId: 'a', amount: 500 },
          { orderId: 'z', amount: 1 },
        ],
      },
      { wrongCharges: 1 },
    ],
    ['units that vanished', { stock: [{ sku: 'x', available: 7, reserved: 0, sold: 2 }] }, { stockDrift: 1 }],
    ['units sold to nobody', { stock: [{ sku: 'x', available: 7, reserved: 0, sold: 3 }] }, { stockDrift: 1 }],
    ['units held by nobody', { stock: [{ sku: 'x', available: 5, reserved: 3, sold: 2 }] }, { stockDrift: 3 }],
    [
      'a paid order that took nothing',
      { stock: [{ sku: 'x', available: 10, reserved: 0, sold: 0 }] },
      { stockDrift: 2 },
    ],
    ['negative stock', { stock: [{ sku: 'x', available: -1, reserved: 9, sold: 2 }] }, { stockDrift: 9, oversold: 1 }],
  ];
  it.each(faults)('finds %s', (_, change, found) => {
    expect(auditBooks({ ...balanced, ...change })).toEqual({ ...none, ...found });
    expect(isBalanced(auditBooks({ ...balanced, ...change }))).toBe(false);
  });

  it('lets an order on its way hold its lines or not yet', () => {
    const statuses = new Map([
      ['a', 'PAID'],
      ['b', 'PROCESSING'],
    ]);
    const stock = [{ sku: 'x', available: 0, reserved: 9, sold: 2 }];
    expect(auditBooks({ ...balanced, statuses, stock, initialStock: new Map([['x', 11]]) })).toEqual(none);
    expect(auditBooks({ ...balanced, statuses })).toEqual(none);
  });

  it('knows which states an order leaves by itself', () => {
    expect(['CREATED', 'PROCESSING', undefined].map(isFinished)).toEqual([false, false, false]);
    expect(['PAID', 'CANCELLED', 'PAYMENT_FAILED'].map(isFinished)).toEqual([true, true, true]);
  });
});
