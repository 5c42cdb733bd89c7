import { expect, it } from 'vitest';
import type { OrderEntry } from '../../../../../functions/ops/conservation/entries-domain.ts';
import type { OrderVerdict } from '../../../../../functions/ops/conservation/order-verdict-domain.ts';
import {
  type JudgedOrder,
  moneyByCurrency,
  orderCounts,
  unitsBySku,
} from '../../../../../functions/ops/conservation/orders-page-domain.ts';

const judged = (order: Partial<OrderEntry>, verdict: Partial<OrderVerdict> = {}): JudgedOrder => ({
  order: {
    ...{ orderId: '6f0cdd0f-3f0b-5d43-9f0e-1c7f7f6c1a11', status: 'PAID', provisional: false, amount: 1 },
    ...{ currency: 'GBP', units: new Map([['A', 2]]), ...order },
  },
  verdict: { account: 'final', overdue: false, young: false, charged: 1, refunded: 0, ...verdict },
});

it('each accepted order is in one account and in one status', () => {
  const counts = orderCounts([
    judged({}),
    judged({ status: 'CANCELLED' }, { account: 'parked' }),
    judged({ status: 'PROCESSING' }, { account: 'in_flight', overdue: true }),
    judged({ provisional: true, status: 'CREATED' }, { account: 'provisional' }),
  ]);
  expect(counts).toEqual({
    ...{ accepted: 3, final: 1, in_flight: 1, parked: 1, overdue: 1, provisional: 1 },
    by_status: { PAID: 1, CANCELLED: 1, PROCESSING: 1 },
  });
});

it('money is summed by currency, without loss beyond the safe integers', () => {
  const most = Number.MAX_SAFE_INTEGER;
  const orders = [
    judged({ currency: 'JPY' }, { charged: 5 }),
    judged({}, { charged: most }),
    judged({}, { charged: most, refunded: 7 }),
  ];
  expect(moneyByCurrency(orders)).toEqual([
    { currency: 'GBP', charged: 2n * BigInt(most), refunded: 7 },
    { currency: 'JPY', charged: 5, refunded: 0 },
  ]);
});

it('units are kept by paid orders, open in moving ones, and young where the stock may not show the status yet', () => {
  const orders = [
    judged({}),
    judged({ status: 'SHIPPED', units: new Map([['B', 1]]) }, { young: true }),
    judged({ status: 'CREATED' }, { account: 'in_flight', young: true }),
    judged({ status: 'CREATED', provisional: true }, { account: 'provisional' }),
    judged({ status: 'CANCELLED' }, { young: true }),
    judged({ status: 'CANCELLED' }),
  ];
  expect(unitsBySku(orders)).toEqual([
    { sku: 'A', kept: 2, open: 4, young: 2 },
    { sku: 'B', kept: 1, open: 0, young: 1 },
  ]);
});
