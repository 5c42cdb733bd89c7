import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { adjustRoute } from '../../../functions/inventory/admin/admin.http.ts';
import { replayRoute } from '../../../functions/ops/dead-letters/dead-letters.http.ts';
import { placeOrderRoute } from '../../../functions/order/intake/intake.http.ts';
import { cancelRoute, shipRoute } from '../../../functions/order/requests/requests.http.ts';
import type { Route } from '../../../functions/shared/runtime/http/http-handler.ts';
import { type Route as DeclaredRoute, routes as declared } from '../../../schemas/routes.ts';
import { httpRequestOf, type TestRequest } from '../../support/http-request.ts';

const mustNotBeReached = () => Promise.reject(new Error('the body was taken'));

/** Every route that takes a body of a client, with a field of its contract. A gateway's is judged by its signature. */
const routes: Readonly<Record<string, { readonly route: Route; readonly field: string }>> = {
  'POST /orders': {
    route: placeOrderRoute(mustNotBeReached),
    field: 'currency',
  },
  'POST /orders/{id}/cancel': { route: cancelRoute(mustNotBeReached), field: 'reason' },
  'POST /admin/orders/{id}/ship': { route: shipRoute(mustNotBeReached), field: 'carrier' },
  'POST /admin/inventory/{sku}/adjust': { route: adjustRoute(mustNotBeReached), field: 'qty' },
  'POST /admin/dead-letters/replay': { route: replayRoute(mustNotBeReached), field: 'topic' },
};

const parameters = { id: 'a1b2c3d4-0000-4000-8000-000000000001', sku: '85123A' };
const send = async (route: Route, request: TestRequest) => {
  const { statusCode, headers, body } = await route(httpRequestOf({ parameters, ...request }));
  return { statusCode, headers, problem: JSON.parse(body) };
};

describe('a body', () => {
  it('is looked at here on every route that takes one', () => {
    const withBody = Object.values<DeclaredRoute>(declared).filter(
      ({ request, access }) => request !== undefined && access !== 'gateway',
    );
    expect(Object.keys(routes).sort()).toEqual(withBody.map(({ method, path }) => `${method} ${path}`).sort());
  });

  describe.each(Object.entries(routes))('of %s', (_, { route, field }) => {
    it('with a duplicate name is a 400 with the name', async () => {
      const answer = await send(route, { body: `{"${field}":"A","${field}":"B"}` });
      expect(answer).toMatchObject({
        statusCode: 400,
        problem: {
          type: expect.stringMatching(/\/malformed-request$/),
          detail: `The name "${field}" occurs twice in the body`,
        },
      });
    });

    it.each(['gzip', 'br', 'GZIP', 'deflate, gzip'])(
      'in the coding %s is a 415 with the accepted coding',
      async (coding) => {
        const answer = await send(route, {
          headers: { 'content-encoding': coding, 'content-type': 'application/json' },
          body: gzipSync('{}').toString('latin1'),
        });
        expect(answer).toMatchObject({
          statusCode: 415,
          headers: { 'accept-encoding': 'identity' },
          problem: {
            type: expect.stringMatching(/\/unsupported-media-type$/),
            detail: expect.stringMatching(/without Content-Encoding/),
          },
        });
      },
    );

    it('in the coding identity is as good as one without', async () => {
      const answer = await send(route, { headers: { 'content-encoding': 'identity' }, body: '{"nonsense":1}' });
      expect(answer.statusCode).toBe(422);
    });
  });
});
