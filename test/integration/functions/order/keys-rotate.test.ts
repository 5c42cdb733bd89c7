import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { withKeys } from '../../../../lib/config/client-keys.ts';
import { stageConfig } from '../../../../lib/config/stages.ts';
import { type DeployedApi, deployTemplate } from '../../../support/api/deploy-template.ts';
import { ordersHandler } from '../../../support/api/orders-of-users.ts';
import { ScriptedFunctions } from '../../../support/api/scripted-functions.ts';

const order = {
  user_id: 'ada',
  currency: 'GBP',
  items: [{ sku: '85123A', qty: 1 }],
  payment_token: 'tok_approve',
};
const context = { getRemainingTimeInMillis: () => 29_000, functionName: 'orders', awsRequestId: 'r' } as Context;

describe('a client whose API key is rotated', () => {
  let api: DeployedApi;
  let before: DeployedApi;
  const send = async (
    key: string,
    method: string,
    path: string,
    more: { key?: string; body?: unknown } = {},
    at = api,
  ) => {
    const response = await fetch(new URL(path, at.apiUrl), {
      method,
      headers: {
        'x-api-key': key,
        'content-type': 'application/json',
        ...(more.key !== undefined && { 'idempotency-key': more.key }),
      },
      ...(more.body !== undefined && { body: JSON.stringify(more.body) }),
    });
    return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
  };

  beforeAll(async () => {
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'true');
    vi.stubEnv('POWERTOOLS_TRACE_ENABLED', 'false');
    const orders = ordersHandler();
    const functions = new ScriptedFunctions((event) => orders(event as unknown as APIGatewayProxyEvent, context));
    const { api: config } = withKeys(stageConfig('dev'), 'client/client,client/2027,shop/2027');
    [before, api] = [await deployTemplate(functions), await deployTemplate(functions, { config: { api: config } })];
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await Promise.all([before.close(), api.close()]);
  });
  const keys = () => ({
    old: api.apiKey('Client'),
    next: api.apiKey('Clientclient2027'),
    shop: api.apiKey('Clientshop2027'),
  });

  it('places an order once, whichever of its keys it sends the Idempotency-Key with', async () => {
    const { old, next, shop } = keys();
    const place = (key: string) => send(key, 'POST', 'orders', { key: 'the one', body: order });
    const [first, again, other] = [await place(old), await place(next), await place(shop)];
    expect([first.status, again.status, other.status]).toEqual([201, 201, 201]);
    expect(again.body).toEqual(first.body);
    expect(other.body['order_id']).not.toBe(first.body['order_id']);
  });

  it('keeps what it placed before the stage knew of a second key', async () => {
    const { old, next, shop } = keys();
    // The key that is deployed keeps its id.
    const placed = await send(before.apiKey('Client'), 'POST', 'orders', { key: 'early', body: order }, before);
    const order_id = String(placed.body['order_id']);
    for (const [method, path] of [
      ['GET', `orders/${order_id}`],
      ['GET', `orders/${order_id}/status`],
      ['POST', `orders/${order_id}/cancel`],
    ] as const) {
      const [byOld, byNext, byShop] = [
        await send(old, method, path),
        await send(next, method, path),
        await send(shop, method, path),
      ];
      expect(byOld.status).toBeLessThan(300);
      expect(byNext).toEqual(byOld);
      expect(byShop.status).toBe(404);
    }
    const again = await send(next, 'POST', 'orders', { key: 'early', body: order });
    expect(again.body).toEqual(placed.body);
  });
});
