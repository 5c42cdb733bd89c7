import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Route, routes } from '../../../../schemas/routes.ts';
import { ordersOfUsers, ordersOfUsersRoutes } from '../../../support/api/orders-of-users.ts';
import { type RequestOptions, summary, type TestGateway } from '../../../support/api/test-gateway.ts';
import { type OidcIssuer, startOidcIssuer } from '../../../support/oidc-issuer.ts';

const users = Array.from({ length: 100 }, (_, index) => `user-${index}`);
const order = JSON.stringify({ currency: 'GBP', items: [{ sku: '85123A', qty: 1 }], payment_token: 'tok_approve' });
const nobodysOrder = 'a1b2c3d4-0000-4000-8000-ffffffffffff';

describe('users', () => {
  let issuer: OidcIssuer;
  let gateway: TestGateway;
  const tokens = new Map<string, string>();
  const orders = new Map<string, string>();

  const send = async (user: string, httpMethod: string, path: string, options: RequestOptions = {}) => {
    const headers = [['Authorization', `Bearer ${tokens.get(user)}`]] as const;
    // An account takes ten requests in a millisecond.
    gateway.now += 1;
    return summary(await gateway.send(httpMethod, `/prod${path}`, { ...options, headers }));
  };

  beforeAll(async () => {
    // The handlers' logs and metrics, thirty thousand times, are discarded.
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'true');
    vi.stubEnv('POWERTOOLS_TRACE_ENABLED', 'false');
    issuer = await startOidcIssuer();
    gateway = ordersOfUsers(issuer.issuer);
    for (const user of users) {
      tokens.set(user, await issuer.token(user));
      const { status, body } = await send(user, 'POST', '/orders', { body: order });
      expect(status).toBe(201);
      orders.set(user, JSON.parse(body).order_id);
    }
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await issuer.stop();
  });

  it('are tested on every route of clients', () => {
    const ofClients = Object.values<Route>(routes).filter(({ access }) => access === 'client');
    expect(ofClients.map(({ method, path }) => [method, path]).sort()).toEqual([...ordersOfUsersRoutes].sort());
  });

  it.each([
    ['GET', '', 200],
    ['GET', '/status', 200],
    ['GET', '/status/next', 200],
    ['POST', '/cancel', 202],
  ])('see their own orders with %s /orders/{id}%s, and of 10,000 pairs no other', async (httpMethod, end, own) => {
    const nothing = await send('user-0', httpMethod, `/orders/${nobodysOrder}${end}`);
    expect(nothing.status).toBe(404);
    const wrong: unknown[] = [];
    for (const user of users) {
      for (const [owner, orderId] of orders) {
        const { status, body } = await send(user, httpMethod, `/orders/${orderId}${end}`);
        // Not even that there is an order: the answer is that to an unknown id.
        const right = user === owner ? status === own : status === 404 && body === nothing.body;
        if (!right) wrong.push({ user, owner, status, body });
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['a slash at the end', (id: string) => `${id}/`],
    ['capitals', (id: string) => id.toUpperCase()],
    ['an escaped hyphen', (id: string) => id.replaceAll('-', '%2D')],
  ])('see no other user’s order by its id with %s', async (_, changed) => {
    const path = `/orders/${changed(orders.get('user-1') ?? '')}`;
    expect(await send('user-0', 'GET', path)).toMatchObject({ status: 404 });
  });

  it('are authorized once in a minute, and are let in nowhere without one', async () => {
    const decisions = gateway.functions.calls.filter(({ functionArn }) => functionArn === 'authorizer');
    expect(decisions).toHaveLength(users.length);
    for (const [httpMethod, path] of ordersOfUsersRoutes) {
      const unknown = await gateway.send(httpMethod, `/prod${path.replace('{id}', nobodysOrder)}`);
      expect(unknown.status).toBe(401);
    }
    tokens.set('stranger', 'a.b.c');
    expect(await send('stranger', 'GET', `/orders/${nobodysOrder}`)).toMatchObject({ status: 401 });
  });

  it('do not share an Idempotency-Key', async () => {
    const headers = (user: string) =>
      [
        ['Authorization', `Bearer ${tokens.get(user)}`],
        ['Idempotency-Key', 'the same'],
      ] as const;
    const answers = await Promise.all(
      ['user-0', 'user-1'].map((user) => gateway.send('POST', '/prod/orders', { headers: headers(user), body: order })),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    const [one, other] = answers.map(({ body }) => JSON.parse(body.toString()).order_id);
    expect(one).not.toBe(other);
  });
});
