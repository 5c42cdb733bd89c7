// Also tests functions/shared/runtime/http
import { readFileSync } from 'node:fs';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { httpHandler, type Routes } from '../../../../../../functions/shared/runtime/http/http-handler.ts';
import { json } from '../../../../../../functions/shared/runtime/http/response.ts';
import { TransientError } from '../../../../../../functions/shared/runtime/idioms/transient-error.ts';

const sample: APIGatewayProxyEvent = JSON.parse(
  readFileSync(new URL('../../../../../support/aws-events/apigw-rest-no-auth.json', import.meta.url), 'utf8'),
);

const routes: Routes = {
  'GET /orders/{id}': async (request) => json(200, { id: request.parameter('id') }),
  'POST /orders': async () => ({ ...json(201, {}), counts: { OrdersAccepted: 1 } }),
  'GET /throttled': () => Promise.reject(new TransientError('table Orders is throttled')),
  'GET /broken': () => Promise.reject(new TypeError('undefined is not a function')),
};

const call = async (httpMethod: string, resource: string) => {
  const event = { ...sample, httpMethod, resource, pathParameters: { id: '7' } };
  const context = { getRemainingTimeInMillis: () => 1_000, functionName: 'order-status', awsRequestId: 'r' } as Context;
  const { body, ...answered } = await httpHandler(routes)(event, context);
  return { ...answered, body: JSON.parse(body) };
};

describe('the HTTP handler', () => {
  beforeEach(() => {
    // Powertools writes past the global console, except in development.
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    for (const method of ['log', 'info', 'warn', 'error'] as const) vi.spyOn(console, method).mockReturnValue();
    vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'orderstream');
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('routes by method and template', async () => {
    expect(await call('GET', '/orders/{id}')).toMatchObject({ statusCode: 200, body: { id: '7' } });
    expect(await call('POST', '/orders/{id}')).toMatchObject({ statusCode: 404 });
  });

  it('records the counts of a route as metrics, not in the response', async () => {
    const answered = await call('POST', '/orders');
    expect(answered).not.toHaveProperty('counts');
    const lines = vi.mocked(console.log).mock.calls.map(([line]) => JSON.parse(line));
    expect(lines).toContainEqual(expect.objectContaining({ OrdersAccepted: 1, Http2xx: 1 }));
  });

  it('replies 503 with Retry-After to a transient error', async () => {
    const { statusCode, headers, body } = await call('GET', '/throttled');
    expect(statusCode).toBe(503);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(JSON.stringify(body)).not.toContain('Orders');
  });

  it('replies 500 to a defect, with its cause in the log only', async () => {
    const { statusCode, headers, body } = await call('GET', '/broken');
    expect([statusCode, headers['content-type']]).toEqual([500, 'application/problem+json']);
    expect(body.type).toMatch(/\/internal-error$/);
    expect(JSON.stringify(body)).not.toContain('undefined is not');
    expect(JSON.stringify(vi.mocked(console.error).mock.calls)).toContain('undefined is not a function');
  });
});
