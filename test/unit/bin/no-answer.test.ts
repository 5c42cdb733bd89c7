import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { OperatorApi } from '../../../bin/client/operator-api.ts';
import { OrdersApi } from '../../../bin/client/orders-api.ts';

/** A port of loopback where nothing listens. */
const deadUrl = async (): Promise<string> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}/v1/`;
};

describe('a platform that is gone', () => {
  it('is named at once, also by requests that would be retried', async () => {
    const apiUrl = await deadUrl();
    const orders = new OrdersApi({ apiUrl, apiKey: 'k' });
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const operator = new OperatorApi({ apiUrl, region: 'eu-west-1', credentials });
    const order = { user_id: 'ada', currency: 'GBP', items: [{ sku: 'A', qty: 1 }], payment_token: 't' } as const;
    const requests = [
      () => orders.place({ ...order, items: [{ sku: 'A', qty: 1 }] }, 'key'),
      () => orders.cancel('x'),
      () => orders.status('x'),
      () => operator.send('GET', '/admin/orders/stuck'),
    ];
    const { origin } = new URL(apiUrl);
    for (const send of requests) await expect(send()).rejects.toThrow(`no answer from ${origin}: connect ECONNREFUSED`);
  });
});
