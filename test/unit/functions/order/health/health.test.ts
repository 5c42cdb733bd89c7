import { afterEach, describe, expect, it, vi } from 'vitest';
import { type HealthCheck, healthRoute } from '../../../../../functions/order/health/health.http.ts';
import { httpRequestOf } from '../../../../support/http-request.ts';

const ask = async (checks: Readonly<Record<string, HealthCheck>>, deep: boolean) => {
  const { statusCode, body } = await healthRoute(checks)(httpRequestOf(deep ? { query: { deep: '1' } } : {}));
  return { statusCode, ...JSON.parse(body) };
};
const well: HealthCheck = async () => undefined;
const broken: HealthCheck = () => Promise.reject(new Error('no leader'));

describe('GET /health', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('queries no dependency without deep=1', async () => {
    expect(await ask({ kafka: broken }, false)).toEqual({ statusCode: 200, status: 'ok' });
  });

  it('lists which dependencies answer and which fail', async () => {
    expect(await ask({ kafka: well, dynamodb: well }, true)).toMatchObject({ statusCode: 200, status: 'ok' });
    expect(await ask({ kafka: broken, dynamodb: well }, true)).toEqual({
      statusCode: 503,
      status: 'failed',
      checks: { kafka: 'failed', dynamodb: 'ok' },
    });
  });

  it('does not wait for a hanging dependency', async () => {
    vi.useFakeTimers();
    const answer = ask({ kafka: () => new Promise(() => undefined) }, true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await answer).toMatchObject({ statusCode: 503, checks: { kafka: 'failed' } });
  });
});
