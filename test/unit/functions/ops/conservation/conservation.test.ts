// Also tests functions/ops/conservation
import { beforeEach, describe, expect, it } from 'vitest';
import { ledgerRoute } from '../../../../../functions/ops/conservation/conservation.http.ts';
import { type OrdersPorts, ordersPage, stocksPage } from '../../../../../functions/ops/conservation/conservation.ts';
import type { Movement, OrderEntry } from '../../../../../functions/ops/conservation/entries-domain.ts';
import { validateLedgerPage } from '../../../../../schemas/generated/validators.js';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { httpRequestOf } from '../../../../support/http-request.ts';

const orderId = '6f0cdd0f-3f0b-5d43-9f0e-1c7f7f6c1a11';
const order = (status: OrderEntry['status']): OrderEntry => ({
  ...{ orderId, ...(status && { status }), since: 0, provisional: false, amount: 2_550, currency: 'GBP' },
  units: new Map([['85123A', 6]]),
});
const charge: Movement = { kind: 'charge', amount: 2_550, currency: 'GBP' };
const stock = { sku: '85123A', available: 5, reserved: 2, sold: 3, adjusted: 10, version: 9 };

let found: OrderEntry[];
let movements: readonly Movement[];
let asked: string[];
let ports: OrdersPorts;

beforeEach(() => {
  found = [order('PAID')];
  movements = [charge];
  asked = [];
  ports = {
    orders: {
      page: async (from, limit) => {
        asked.push(`page ${from} ${limit}`);
        return { entries: [order('PAID')], ...(from === undefined && { next: `${orderId}/ORDER` }) };
      },
      find: async (ids) => {
        asked.push(`find ${ids}`);
        return found;
      },
    },
    payments: { of: async () => new Map([[orderId, { state: 'PAID', amount: 2_550, due: false }]]) },
    gateway: { of: async () => new Map([[orderId, movements]]) },
    statement: { comparedUntil: async () => '2026-11-22T05:20:00.000Z' },
    clock: new FixedClock(),
    stepMs: 120_000,
  };
});

const get = async (query: Readonly<Record<string, string>> = {}) => {
  const stocks = { page: async (from: string | undefined) => ({ entries: [{ ...stock, sku: from ?? stock.sku }] }) };
  const route = ledgerRoute({ orders: ordersPage(ports), stocks: stocksPage({ stocks, clock: ports.clock }) });
  const { statusCode, body } = await route(httpRequestOf({ query }));
  return { status: statusCode, body: JSON.parse(body) };
};

describe('a page of orders', () => {
  it('answers by its contract, with sums and what differs', async () => {
    const { status, body } = await get();
    expect(status).toBe(200);
    expect(validateLedgerPage(body)).toBeNull();
    expect(body).toMatchObject({
      ...{ book: 'orders', checked: 1, order_differences: [], next: `${orderId}/ORDER` },
      orders: { accepted: 1, final: 1 },
      money: { source: 'gateway', currencies: [{ currency: 'GBP', charged: 2_550, refunded: 0 }] },
      units: [{ sku: '85123A', kept: 6, open: 0, young: 0 }],
    });
  });

  it('continues behind the page before', async () => {
    const { body } = await get({ cursor: `${orderId}/ORDER`, limit: '7' });
    expect(asked).toEqual([`page ${orderId}/ORDER 7`]);
    expect(body).not.toHaveProperty('next');
  });

  it('judges an order that differs once more, since it may have moved between the tables', async () => {
    movements = [];
    found = [order('PROCESSING')];
    const { body } = await get();
    expect(asked).toContain(`find ${orderId}`);
    expect(body).toMatchObject({ order_differences: [], orders: { in_flight: 1, by_status: { PROCESSING: 1 } } });
  });

  it('reports an order that differs twice', async () => {
    movements = [];
    const { body } = await get();
    expect(body.order_differences).toEqual([
      { order_id: orderId, status: 'PAID', kind: 'NOT_CHARGED', currency: 'GBP', expected: 2_550, kept: 0 },
    ]);
    expect(validateLedgerPage(body)).toBeNull();
  });

  it('names the own records as the source of the sums where the ledger of the gateway is not available', async () => {
    const { gateway: _, ...withoutLedger } = ports;
    ports = withoutLedger;
    const { body } = await get();
    expect(body.money).toEqual({
      source: 'payments',
      statement_compared_until: '2026-11-22T05:20:00.000Z',
      currencies: [{ currency: 'GBP', charged: 2_550, refunded: 0 }],
    });
  });
});

describe('a page of stocks', () => {
  it('answers by its contract, with every stock', async () => {
    const { body } = await get({ book: 'stocks' });
    expect(validateLedgerPage(body)).toBeNull();
    expect(body).toMatchObject({ book: 'stocks', checked: 1, stocks: [stock], stock_differences: [] });
  });

  it('continues behind the SKU of the page before', async () => {
    expect((await get({ book: 'stocks', cursor: '22423' })).body.stocks[0].sku).toBe('22423');
  });
});

it.each<[Readonly<Record<string, string>>, string]>([
  [{ book: 'money' }, 'book is one of orders, stocks'],
  [{ book: 'toString' }, 'book is one of orders, stocks'],
  [{ limit: '0' }, 'limit is a whole number, 1 to 200'],
  [{ limit: '201' }, 'limit is a whole number, 1 to 200'],
  [{ cursor: '85123A' }, 'cursor is the `next` of the page before'],
  [{ book: 'stocks', cursor: `${orderId}/ORDER` }, 'cursor is the `next` of the page before'],
])('%o is refused: %s', async (query, detail) => {
  const { status, body } = await get(query);
  expect([status, body.detail]).toEqual([400, detail]);
});
