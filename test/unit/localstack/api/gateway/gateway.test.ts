import { describe, expect, test } from 'vitest';
import type { LambdaAuthorizer } from '../../../../../localstack/api/definition/definition.ts';
import { headerValue } from '../../../../../localstack/api/http/http-message.ts';
import { FunctionNotFoundError, ThrottledError } from '../../../../../localstack/lambda/invoker.ts';
import { FunctionError } from '../../../../support/api/scripted-functions.ts';
import { functionArn, method, summary, TestGateway } from '../../../../support/api/test-gateway.ts';

const failing = (problem: Error) => () => {
  throw problem;
};

describe('routing', () => {
  const gateway = new TestGateway({ methods: [method('GET', '/orders'), method('POST', '/orders')] });

  test.each([
    ['GET', '/prod/nothing'],
    ['PUT', '/prod/orders'],
    ['GET', '/prod/'],
  ])('B6 %s %s: 403 Missing Authentication Token, never 404 or 405', async (httpMethod, path) => {
    expect(summary(await gateway.send(httpMethod, path))).toEqual({
      status: 403,
      body: '{"message":"Missing Authentication Token"}',
      errorType: 'MissingAuthenticationTokenException',
    });
  });

  test.each(['/', '/other/orders', '//prod/orders'])('%s is no stage: 403 Forbidden', async (path) => {
    expect(summary(await gateway.send('GET', path))).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
  });

  test('F4 X-HTTP-Method-Override overrides the method', async () => {
    const headers = [['x-http-method-override', 'POST']] as const;
    expect(await gateway.eventOf('GET', '/prod/orders', { headers })).toMatchObject({ httpMethod: 'POST' });
  });
});

describe('requests that change something', () => {
  test.each([
    ['POST', true],
    ['PUT', true],
    ['DELETE', true],
    ['GET', false],
  ])('%s counts as work that consumers let pass: %s', async (httpMethod, counts) => {
    const seen: boolean[] = [];
    const gateway: TestGateway = new TestGateway({
      script: () => {
        seen.push(gateway.clientWork.busy);
        return { statusCode: 200 };
      },
    });
    await gateway.send(httpMethod, '/prod/orders');
    expect([seen, gateway.clientWork.busy]).toEqual([[counts], false]);
  });
});

describe('queries', () => {
  const gateway = new TestGateway();
  const send = async (query: string) => summary(await gateway.send('GET', '/prod/x', { query }));

  test.each(['a=1|2', 'a={', '}=1'])('F4 %s must be encoded: 400', async (query) => {
    expect(await send(query)).toEqual({
      status: 400,
      body: '{"message":"Bad Request"}',
      errorType: 'BadRequestException',
    });
    expect(await send(encodeURIComponent(query))).toMatchObject({ status: 200 });
  });
});

describe('order of the checks', () => {
  const authorizer: LambdaAuthorizer = {
    id: 'a',
    type: 'TOKEN',
    functionArn: 'authorizer',
    identitySources: ['method.request.header.Authorization'],
    tokenPattern: undefined,
    cacheSeconds: 0,
  };
  const allow = { Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] };

  test('B7 route, authorizer, API key, throttle, validation, integration', async () => {
    const gateway = new TestGateway({
      methods: [
        method('GET', '/a', {
          authorization: { type: 'CUSTOM', authorizer },
          apiKeyRequired: true,
          requiredParameters: ['method.request.querystring.q'],
        }),
      ],
      script: (_, called) => (called === 'authorizer' ? { principalId: 'p', policyDocument: allow } : {}),
    });
    gateway.plans.addKey({ id: 'k', value: 'k'.repeat(20), enabled: true });
    const throttle = { rateLimit: 1, burstLimit: 1 };
    const stages = [{ apiId: 'puhdx84jy9', stage: 'prod', methodThrottles: new Map() }];
    gateway.plans.addPlan({ id: 'p', stages, throttle });
    gateway.plans.attach('k', 'p');
    const token = ['Authorization', 't'] as const;
    const key = ['x-api-key', 'k'.repeat(20)] as const;
    const status = async (path: string, headers: readonly (readonly [string, string])[], query = '') =>
      summary(await gateway.send('GET', path, { headers, query })).body;

    expect(await status('/prod/b', [])).toContain('Missing Authentication Token');
    expect(await status('/prod/a', [])).toContain('Unauthorized');
    expect(await status('/prod/a', [token])).toContain('Forbidden');
    expect(await status('/prod/a', [token, key])).toContain('Missing required request parameters: [q]');
    expect(await status('/prod/a', [token, key])).toContain('Too Many Requests');
    gateway.now += 1000;
    expect(await status('/prod/a', [token, key], 'q=1')).toBe('');
  });
});

describe('failing functions', () => {
  test.each([
    ['throws', () => new FunctionError('boom')],
    ['answers something else', () => 'hello'],
    ['is throttled', failing(new ThrottledError('busy'))],
  ])('C3 a function that %s: 502', async (_, script) => {
    const gateway = new TestGateway({ script });
    expect(summary(await gateway.send('GET', '/prod/x'))).toEqual({
      status: 502,
      body: '{"message":"Internal server error"}',
      errorType: 'InternalServerErrorException',
    });
    expect(gateway.failures).toHaveLength(1);
  });

  test('a function that does not exist: 500, and the cause is reported', async () => {
    const gateway = new TestGateway({ script: failing(new FunctionNotFoundError('no such function')) });
    expect(summary(await gateway.send('GET', '/prod/x'))).toMatchObject({ status: 500 });
    expect(gateway.failures).toEqual([
      expect.objectContaining({ cause: expect.objectContaining({ message: 'no such function' }) }),
    ]);
  });

  test('C11 a function that takes too long: 504, and it is not stopped', async () => {
    const { promise: release, resolve } = Promise.withResolvers<object>();
    const finished: unknown[] = [];
    const gateway = new TestGateway({
      methods: [method('GET', '/x', { integration: { type: 'AWS_PROXY', functionArn, timeoutMs: 50 } })],
      script: () => release.then((result) => finished.push(result)),
    });
    expect(summary(await gateway.send('GET', '/prod/x'))).toEqual({
      status: 504,
      body: '{"message":"Endpoint request timed out"}',
      errorType: 'InternalServerErrorException',
    });
    resolve({});
    await release;
    expect(finished).toEqual([{}]);
  });

  test('D1 problems of the client are not failures to report', async () => {
    const gateway = new TestGateway({ methods: [] });
    await gateway.send('GET', '/prod/x');
    expect(gateway.failures).toEqual([]);
  });
});

describe('headers of answers', () => {
  test('C10 a Lambda answer carries request id, extended id and trace id, no error type', async () => {
    const gateway = new TestGateway();
    const { headers } = await gateway.send('GET', '/prod/x');
    const { requestContext } = gateway.functions.lastEvent as { requestContext: Record<string, string> };
    expect(headerValue(headers, 'x-amzn-requestid')).toBe(requestContext['requestId']);
    expect(headerValue(headers, 'x-amz-apigw-id')).toBe(requestContext['extendedRequestId']);
    expect(headerValue(headers, 'x-amzn-trace-id')).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};/);
    expect(headerValue(headers, 'x-amzn-errortype')).toBeUndefined();
  });

  test('C10 a gateway error carries the ids and its type, no trace id', async () => {
    const { headers } = await new TestGateway({ methods: [] }).send('GET', '/prod/x');
    expect(headerValue(headers, 'x-amzn-requestid')).toBeDefined();
    expect(headerValue(headers, 'x-amz-apigw-id')).toBeDefined();
    expect(headerValue(headers, 'x-amzn-trace-id')).toBeUndefined();
  });
});

describe('limits', () => {
  test('F3 a body over 10 MB: 413', async () => {
    const answer = await new TestGateway().send('POST', '/prod/x', { bodyTooLarge: true });
    expect(summary(answer)).toMatchObject({ status: 413, errorType: 'RequestTooLargeException' });
  });

  test('F3 header values may take 10,240 bytes in all', async () => {
    const gateway = new TestGateway();
    const send = (bytes: number) => gateway.send('GET', '/prod/x', { headers: [['X-Long', 'x'.repeat(bytes)]] });
    expect((await send(10_240)).status).toBe(200);
    expect((await send(10_241)).status).toBe(413);
  });
});

describe('mock integration', () => {
  const preflight = method('OPTIONS', '/orders', {
    integration: {
      type: 'MOCK',
      statusByContentType: new Map([['application/json', 204]]),
      refusesOtherContentTypes: true,
      responses: [
        {
          status: 204,
          selectionPattern: undefined,
          headers: { 'Access-Control-Allow-Origin': "'*'", 'X-Request': 'context.requestId' },
          templates: {},
        },
        { status: 500, selectionPattern: '5\\d\\d', headers: {}, templates: {} },
      ],
    },
  });
  const gateway = new TestGateway({ methods: [preflight] });

  test('F1 OPTIONS is answered without a function, with the headers of the template', async () => {
    const { status, headers, body } = await gateway.send('OPTIONS', '/prod/orders');
    expect([status, body]).toEqual([204, '']);
    expect(headerValue(headers, 'access-control-allow-origin')).toBe('*');
    expect(headerValue(headers, 'x-request')).toBe(headerValue(headers, 'x-amzn-requestid'));
    expect(gateway.functions.calls).toEqual([]);
  });

  test('C10 a MOCK answer has no trace id', async () => {
    const { headers } = await gateway.send('OPTIONS', '/prod/orders');
    expect(headerValue(headers, 'x-amzn-trace-id')).toBeUndefined();
  });

  test('a content type without a template: 415 where passthrough is NEVER', async () => {
    const headers = [['Content-Type', 'text/xml']] as const;
    expect(await gateway.send('OPTIONS', '/prod/orders', { headers })).toMatchObject({ status: 415 });
  });
});
