import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type NewOrder, OrdersApi } from '../../../../bin/client/orders-api.ts';

const order: NewOrder = { currency: 'GBP', items: [{ sku: 'A', qty: 1 }], payment_token: 't' };

let requests: { readonly key: unknown; readonly body: string }[];
let answer: { readonly status: number; readonly body: object } | undefined;
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  requests.push({ key: request.headers['idempotency-key'], body });
  if (answer === undefined) return;
  response.writeHead(answer.status, { 'retry-after': '3600' }).end(JSON.stringify(answer.body));
});

let orders: OrdersApi;
beforeEach(async () => {
  requests = [];
  await once(server.listen(0, '127.0.0.1'), 'listening');
  orders = new OrdersApi({ apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`, apiKey: 'k' });
});
afterEach(async () => {
  server.closeAllConnections();
  await once(server.close(), 'close');
});

describe('submit', () => {
  it.each([429, 503, 504])('returns a %s at once: no retry, no wait for Retry-After', async (status) => {
    answer = { status, body: { title: 'No', status } };
    expect(await orders.submit(order, 'key-1', 30_000)).toMatchObject({ status, problem: { title: 'No' } });
    expect(requests).toEqual([{ key: 'key-1', body: JSON.stringify(order) }]);
  });

  it('returns the accepted order', async () => {
    answer = { status: 201, body: { order_id: 'o' } };
    expect(await orders.submit(order, 'key-1', 30_000)).toEqual({ status: 201, order: { order_id: 'o' } });
  });

  it('fails after its own timeout where no answer comes', async () => {
    answer = undefined;
    await expect(orders.submit(order, 'key-1', 50)).rejects.toThrow('no answer from http://127.0.0.1');
  });
});
