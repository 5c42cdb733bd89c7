import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Quota } from '../../../../../localstack/api/usage-plans/quota.ts';
import { TokenBucket } from '../../../../../localstack/api/usage-plans/token-bucket.ts';
import type { UsagePlan } from '../../../../../localstack/api/usage-plans/usage-plans.ts';
import { method, summary, TestGateway } from '../../../../support/api/test-gateway.ts';

const apiId = 'puhdx84jy9';
const keyed = (...paths: readonly string[]) => paths.map((path) => method('GET', path, { apiKeyRequired: true }));
const value = (id: string) => id.repeat(20);
const onProd = { apiId, stage: 'prod', methodThrottles: new Map() };

function gatewayWith(plan: Partial<UsagePlan>, options: ConstructorParameters<typeof TestGateway>[0] = {}) {
  const gateway = new TestGateway({ methods: keyed('/a', '/b'), ...options });
  gateway.plans.addPlan({ id: 'plan', stages: [onProd], ...plan });
  for (const id of ['k', 'l']) {
    gateway.plans.addKey({ id, value: value(id), enabled: true });
    gateway.plans.attach(id, 'plan');
  }
  return gateway;
}

const get = async (gateway: TestGateway, path: string, key?: string) =>
  summary(await gateway.send('GET', `/prod${path}`, { headers: key === undefined ? [] : [['X-Api-Key', key]] }));

describe('keys', () => {
  const gateway = gatewayWith({});
  gateway.plans.addKey({ id: 'off', value: value('o'), enabled: false });
  gateway.plans.attach('off', 'plan');
  gateway.plans.addKey({ id: 'free', value: value('f'), enabled: true });
  gateway.plans.addPlan({ id: 'elsewhere', stages: [{ ...onProd, stage: 'test' }] });
  gateway.plans.addKey({ id: 'elsewhere', value: value('e'), enabled: true });
  gateway.plans.attach('elsewhere', 'elsewhere');

  test.each([
    ['missing', undefined],
    ['unknown', value('u')],
    ['disabled', value('o')],
    ['without a plan', value('f')],
    ['of a plan for another stage', value('e')],
  ])('D1 a key that is %s: 403 Forbidden', async (_, key) => {
    expect(await get(gateway, '/a', key)).toEqual({
      status: 403,
      body: '{"message":"Forbidden"}',
      errorType: 'ForbiddenException',
    });
  });

  test('A4 E6 a valid key from x-api-key is admitted, and passed to the function', async () => {
    expect(await get(gateway, '/a', value('k'))).toMatchObject({ status: 200 });
    expect(gateway.functions.lastEvent).toMatchObject({
      requestContext: { identity: { apiKey: value('k'), apiKeyId: 'k' } },
    });
  });

  test('E6 a key has 20 to 128 characters', () => {
    const { plans } = new TestGateway();
    expect(() => plans.addKey({ id: 'x', value: 'x'.repeat(19), enabled: true })).toThrow('20 to 128');
    expect(() => plans.addKey({ id: 'x', value: 'x'.repeat(129), enabled: true })).toThrow('20 to 128');
  });

  test('E6 one plan per key and stage', () => {
    gateway.plans.addPlan({ id: 'second', stages: [onProd] });
    expect(() => gateway.plans.attach('k', 'second')).toThrow('already has a usage plan');
  });
});

describe('throttling', () => {
  test('D2 E7 a burst, then 429, then one more per refill; each key has its own bucket', async () => {
    const gateway = gatewayWith({ throttle: { rateLimit: 2, burstLimit: 3 } });
    const statuses = async (count: number, key: string) => {
      const answers = [];
      for (let index = 0; index < count; index += 1) answers.push((await get(gateway, '/a', value(key))).status);
      return answers;
    };
    expect(await statuses(4, 'k')).toEqual([200, 200, 200, 429]);
    expect(await statuses(1, 'l')).toEqual([200]);
    gateway.now += 500;
    expect(await statuses(2, 'k')).toEqual([200, 429]);
    expect(await get(gateway, '/b', value('k'))).toEqual({
      status: 429,
      body: '{"message":"Too Many Requests"}',
      errorType: 'TooManyRequestsException',
    });
  });

  test('E8 a plan’s limit for a method takes the place of the plan’s own there', async () => {
    const methodThrottles = new Map([['/a/GET', { rateLimit: 1, burstLimit: 2 }]]);
    const stages = [{ ...onProd, methodThrottles }];
    const gateway = gatewayWith({ throttle: { rateLimit: 1, burstLimit: 1 }, stages });
    const statuses = [];
    for (const path of ['/a', '/a', '/a', '/b', '/b']) statuses.push((await get(gateway, path, value('k'))).status);
    expect(statuses).toEqual([200, 200, 429, 200, 429]);
  });

  test('E8 a stage’s limit holds for all clients of a method, with or without key', async () => {
    const gateway = gatewayWith(
      {},
      {
        methods: [...keyed('/a'), method('GET', '/b')],
        stage: {
          methodSettings: [
            { resourcePath: '*', httpMethod: '*', throttle: { rateLimit: 1, burstLimit: 2 } },
            { resourcePath: '/b', httpMethod: 'GET', throttle: { rateLimit: 1, burstLimit: 1 } },
          ],
        },
      },
    );
    expect((await get(gateway, '/a', value('k'))).status).toBe(200);
    expect((await get(gateway, '/a', value('l'))).status).toBe(200);
    expect((await get(gateway, '/a', value('l'))).status).toBe(429);
    expect((await get(gateway, '/b')).status).toBe(200);
    expect((await get(gateway, '/b')).status).toBe(429);
  });

  test('E7 over any time, no more than burst + rate × time', () => {
    const steps = fc.array(fc.nat({ max: 3000 }), { minLength: 1, maxLength: 200 });
    const limits = fc.record({
      rateLimit: fc.integer({ min: 1, max: 50 }),
      burstLimit: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(limits, steps, ({ rateLimit, burstLimit }, pauses) => {
        const bucket = new TokenBucket({ rateLimit, burstLimit }, 0);
        let now = 0;
        let admitted = 0;
        for (const pause of pauses) {
          now += pause;
          while (bucket.hasToken(now)) {
            bucket.take();
            admitted += 1;
          }
          expect(admitted).toBeLessThanOrEqual(burstLimit + (rateLimit * now) / 1000);
        }
        expect(admitted).toBeGreaterThanOrEqual(burstLimit);
      }),
    );
  });
});

describe('quota', () => {
  test('D2 when it is used up: 429 Limit Exceeded; throttled requests do not count', async () => {
    const gateway = gatewayWith({
      throttle: { rateLimit: 1, burstLimit: 1 },
      quota: { limit: 2, period: 'DAY', offset: 0 },
    });
    const bodies = [];
    for (const pause of [0, 0, 1000, 1000]) {
      gateway.now += pause;
      bodies.push((await get(gateway, '/a', value('k'))).body);
    }
    expect(bodies).toEqual(['', '{"message":"Too Many Requests"}', '', '{"message":"Limit Exceeded"}']);
  });

  test.each([
    ['DAY', '2026-11-22T23:59:59Z', '2026-11-23T00:00:00Z'],
    ['WEEK', '2026-11-22T23:59:59Z', '2026-11-23T00:00:00Z'], // Sunday to Monday.
    ['MONTH', '2026-11-30T23:59:59Z', '2026-12-01T00:00:00Z'],
  ] as const)('E8 a %s begins again, and the offset reduces only the first', (period, last, next) => {
    const quota = new Quota({ limit: 2, period, offset: 1 }, Date.parse(last));
    quota.use();
    expect(quota.hasLeft(Date.parse(last))).toBe(false);
    expect(quota.hasLeft(Date.parse(next))).toBe(true);
    quota.use();
    expect(quota.hasLeft(Date.parse(next))).toBe(true);
  });

  test('E8 a week holds seven days', () => {
    const monday = Date.parse('2026-11-16T00:00:00Z');
    const quota = new Quota({ limit: 1, period: 'WEEK', offset: 0 }, monday);
    quota.use();
    expect(quota.hasLeft(Date.parse('2026-11-22T23:59:59Z'))).toBe(false);
  });
});
