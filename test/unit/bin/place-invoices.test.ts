import { describe, expect, it } from 'vitest';
import { NoAnswer } from '../../../bin/client/no-answer.ts';
import { ApiProblem, type OrdersApi } from '../../../bin/client/orders-api.ts';
import { allApproved } from '../../../bin/retail/payment-tokens.ts';
import { placeInvoices } from '../../../bin/retail/place-invoices.ts';
import { retailInvoice } from '../../support/retail-rows.ts';

const invoices = ['1', '2', '3'].map((number, index) => retailInvoice(number, { A: 1 }, { line: index + 2 }));
const options = { concurrency: 1, tokens: allApproved, cancellations: [] };

const api = (place: (key: string) => void) => {
  const placed: string[] = [];
  const orders = {
    place: async (_: unknown, key: string) => {
      placed.push(key);
      place(key);
      return { order: { order_id: key, amount: 100 }, replayed: false, milliseconds: 1 };
    },
  };
  return { orders: orders as unknown as OrdersApi, placed };
};

describe('placeInvoices', () => {
  it('goes on after an order that the API refuses', async () => {
    const { orders } = api((key) => {
      if (key === '2') throw new ApiProblem(422, { type: 'about:blank', title: 'No', status: 422 });
    });
    const { accepted, rejected } = await placeInvoices(orders, invoices, options);
    expect(accepted.map(({ orderId }) => orderId)).toEqual(['1', '3']);
    expect(rejected).toMatchObject([{ invoice: { number: '2' }, reason: '422 No' }]);
  });

  it('stops where there is no answer, and still reports what was placed', async () => {
    const { orders, placed } = api((key) => {
      if (key === '2') throw new NoAnswer(new URL('http://127.0.0.1:1/v1/orders'), new TypeError('fetch failed'));
    });
    const { accepted, rejected } = await placeInvoices(orders, invoices, options);
    expect(accepted.map(({ orderId }) => orderId)).toEqual(['1']);
    expect(rejected).toMatchObject([
      { invoice: { number: '2' }, reason: 'no answer from http://127.0.0.1:1: fetch failed' },
    ]);
    expect(placed).toEqual(['1', '2']);
  });
});
