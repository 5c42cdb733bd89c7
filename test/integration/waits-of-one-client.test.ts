import { setTimeout as delay } from 'node:timers/promises';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { healthRoute } from '../../functions/order/health/health.http.ts';
import { orderSaga } from '../../functions/order/saga/saga.ts';
import { orderRoute, orderStatusRoute } from '../../functions/order/status/status.http.ts';
import { nextStatusRoute } from '../../functions/order/wait/wait.http.ts';
import { httpHandler } from '../../functions/shared/runtime/http/http-handler.ts';
import { systemClock as clock } from '../../functions/shared/runtime/system-clock.ts';
import { reservedConcurrency } from '../../lib/config/reserved-concurrency.ts';
import { stageConfig } from '../../lib/config/stages.ts';
import { EnvironmentPool } from '../../localstack/lambda/environment-pool.ts';
import type { Invoker } from '../../localstack/lambda/invoker.ts';
import type { FunctionName } from '../../schemas/functions/functions.ts';
import { type DeployedApi, deployTemplate } from '../support/api/deploy-template.ts';
import { InMemoryOrders } from '../support/fakes/in-memory-orders.ts';
import { InMemoryWaitSlots } from '../support/fakes/in-memory-wait-slots.ts';
import { createdEvent, orderOf } from '../support/order-events.ts';

const stage = stageConfig('dev');
/** As on a machine with two processors. */
const processes = 2;
const waitSeconds = 6;
const context = { getRemainingTimeInMillis: () => 29_000, functionName: 'orders', awsRequestId: 'r' } as Context;
type Handler = ReturnType<typeof httpHandler>;

/** The functions of orders, each with as many environments as it has on one machine. */
const functionsOf = (handlers: Readonly<Partial<Record<FunctionName, Handler>>>): Invoker => {
  const pools = new Map(
    Object.entries(handlers).map(([name, handler]) => {
      const limit = reservedConcurrency(name as FunctionName, stage);
      const create = () => ({ usable: true, kill: () => undefined, handler });
      const atLimit = limit === undefined ? ('wait' as const) : ('throttle' as const);
      const pool = new EnvironmentPool({ limit: limit ?? processes, atLimit, idleMs: 60_000, create });
      return [name, pool];
    }),
  );
  return {
    invoke: async (functionArn, payload) => {
      const name = functionArn.split(':orderstream-dev-')[1]?.replace('-', '/') ?? '';
      const pool = pools.get(name);
      if (pool === undefined) throw new Error(`no function ${name}`);
      const environment = await pool.acquire();
      try {
        const event = JSON.parse(payload) as APIGatewayProxyEvent;
        return { requestId: 'r', payload: JSON.stringify(await environment.handler(event, context)) };
      } finally {
        pool.release(environment);
      }
    },
  };
};

describe('a client with many waits', () => {
  let api: DeployedApi;
  const orders = new InMemoryOrders();
  const slots = new InMemoryWaitSlots(stage.api.waits.perClient);
  const idle = orderOf(['A']);

  beforeAll(async () => {
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'true');
    vi.stubEnv('POWERTOOLS_TRACE_ENABLED', 'false');
    const pause = (ms: number) => delay(ms);
    api = await deployTemplate(
      functionsOf({
        'order/status': httpHandler({
          'GET /orders/{id}': orderRoute({ sagas: orders }),
          'GET /orders/{id}/status': orderStatusRoute({ sagas: orders }),
        }),
        'order/wait': httpHandler({
          'GET /orders/{id}/status/next': nextStatusRoute({ sagas: orders, slots, clock, pause }),
        }),
        'order/health': httpHandler({ 'GET /health': healthRoute({}) }),
      }),
    );
    await orders.place({ ...idle, client: `key:${api.outputs['ApiKeyId']}` });
    await orderSaga({ sagas: orders, clock, stepSeconds: 120 }).apply(idle.order_id, [createdEvent(idle)]);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await api.close();
  });

  it('delays neither a status nor the health of the platform, and is refused the waits beyond its own', async () => {
    const headers = { 'x-api-key': api.apis.apiKeyValue(api.outputs['ApiKeyId'] ?? '') ?? '' };
    const get = (path: string) => fetch(new URL(path, api.apiUrl), { headers });
    const started = performance.now();
    const elapsed = (): number => performance.now() - started;
    const waits = Array.from({ length: 20 }, () => get(`orders/${idle.order_id}/status?wait=${waitSeconds}`));
    const first = await Promise.race(waits);
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '1']);
    const now = await Promise.all([
      get(`orders/${idle.order_id}/status`),
      get(`orders/${idle.order_id}`),
      get('health'),
    ]);
    expect(now.map(({ status }) => status)).toEqual([200, 200, 200]);
    // The wait is still under way.
    expect(slots.taken.get(`key:${api.outputs['ApiKeyId']}`)).toBe(stage.api.waits.perClient);
    const statuses = (await Promise.all(waits)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(stage.api.waits.perClient);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20 - stage.api.waits.perClient);
    expect(elapsed()).toBeGreaterThanOrEqual(waitSeconds * 1_000);
  });
});
