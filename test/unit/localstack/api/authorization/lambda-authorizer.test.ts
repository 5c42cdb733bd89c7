import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { LambdaAuthorizer } from '../../../../../localstack/api/definition/definition.ts';
import { FunctionError } from '../../../../support/api/scripted-functions.ts';
import { method, type RequestOptions, summary, TestGateway } from '../../../../support/api/test-gateway.ts';

const tokenAuthorizer: LambdaAuthorizer = {
  id: 'a',
  type: 'TOKEN',
  functionArn: 'authorizer',
  identitySources: ['method.request.header.Authorization'],
  tokenPattern: undefined,
  cacheSeconds: 300,
};

const allow = (resource: string | readonly string[] = '*', effect = 'Allow') => ({
  principalId: 'user',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: effect, Action: 'execute-api:Invoke', Resource: resource }],
  },
});

/** `/lambda-token` and `/other` behind an authorizer that returns `output`. */
function gatewayWith(output: unknown, authorizer: Partial<LambdaAuthorizer> = {}, api = {}) {
  const authorization = { type: 'CUSTOM', authorizer: { ...tokenAuthorizer, ...authorizer } } as const;
  return new TestGateway({
    methods: ['/lambda-token', '/other'].map((path) => method('POST', path, { authorization, apiKeyRequired: false })),
    script: (_, called) => (called === 'authorizer' ? output : { statusCode: 200 }),
    api,
  });
}

const bearer: RequestOptions = { headers: [['authorization', 'Bearer foo']] };
const send = async (gateway: TestGateway, options: RequestOptions = bearer, path = '/lambda-token') =>
  summary(await gateway.send('POST', `/prod${path}`, options));
const authorizerCalls = (gateway: TestGateway) =>
  gateway.functions.calls.filter(({ functionArn }) => functionArn === 'authorizer');

describe('events and outputs', () => {
  test('E1 TOKEN: type, token and method ARN', async () => {
    const gateway = gatewayWith(allow());
    await send(gateway);
    expect(authorizerCalls(gateway)[0]?.event).toEqual({
      type: 'TOKEN',
      authorizationToken: 'Bearer foo',
      methodArn: 'arn:aws:execute-api:eu-west-1:123456789012:puhdx84jy9/prod/POST/lambda-token',
    });
  });

  test('E1 REQUEST: the proxy event without a body', async () => {
    const gateway = gatewayWith(allow(), { type: 'REQUEST', identitySources: [] });
    await send(gateway, { query: 'a=1', body: 'x' });
    const event = authorizerCalls(gateway)[0]?.event ?? {};
    expect(Object.keys(event).toSorted()).toEqual([
      'headers',
      'httpMethod',
      'methodArn',
      'multiValueHeaders',
      'multiValueQueryStringParameters',
      'path',
      'pathParameters',
      'queryStringParameters',
      'requestContext',
      'resource',
      'stageVariables',
      'type',
    ]);
    expect(event).toMatchObject({ type: 'REQUEST', queryStringParameters: { a: '1' } });
  });

  test('A3 E3 principal and context are under requestContext.authorizer, as in the sample', async () => {
    const gateway = gatewayWith({ ...allow(), context: { name: 'n', number: 1, yes: true } });
    await send(gateway);
    const sample = JSON.parse(
      readFileSync(
        new URL('../../../../support/aws-events/apigw-rest-lambda-authorizer.json', import.meta.url),
        'utf8',
      ),
    );
    const { requestContext } = gateway.functions.lastEvent as { requestContext: Record<string, unknown> };
    expect(Object.keys(requestContext).toSorted()).toEqual(Object.keys(sample.requestContext).toSorted());
    expect(requestContext['authorizer']).toEqual({
      principalId: 'user',
      integrationLatency: expect.any(Number),
      name: 'n',
      number: '1',
      yes: 'true',
    });
  });

  test.each([
    ['no principal', { policyDocument: allow().policyDocument }],
    ['no policy', { principalId: 'p' }],
    ['an object in its context', { ...allow(), context: { a: {} } }],
    ['a list in its context', { ...allow(), context: { a: [] } }],
    ['no object at all', 'yes'],
  ])('D7 E3 E4 an output with %s: 500', async (_, output) => {
    const gateway = gatewayWith(output);
    expect(await send(gateway)).toMatchObject({ status: 500, body: '{"message":null}' });
    expect(gateway.functions.calls).toHaveLength(1);
  });
});

describe('decisions', () => {
  const unauthorized = { status: 401, body: '{"message":"Unauthorized"}', errorType: 'UnauthorizedException' };

  test('D5 E2 without a token: 401, and the authorizer is not called', async () => {
    const gateway = gatewayWith(allow());
    expect(await send(gateway, {})).toEqual(unauthorized);
    expect(await send(gateway, { headers: [['Authorization', '']] })).toEqual(unauthorized);
    expect(gateway.functions.calls).toEqual([]);
  });

  test('E2 a token that does not match the expression: 401 without a call', async () => {
    const gateway = gatewayWith(allow(), { tokenPattern: /^Bearer [a-f]+$/ });
    expect(await send(gateway)).toEqual(unauthorized);
    expect(gateway.functions.calls).toEqual([]);
  });

  test('E2 every identity source must be there', async () => {
    const identitySources = ['method.request.header.Authorization', 'method.request.querystring.tenant'];
    const gateway = gatewayWith(allow(), { type: 'REQUEST', identitySources });
    expect(await send(gateway)).toEqual(unauthorized);
    expect(await send(gateway, { ...bearer, query: 'tenant=t' })).toMatchObject({ status: 200 });
  });

  test('E4 throwing exactly "Unauthorized" is 401, any other error 500', async () => {
    expect(await send(gatewayWith(new FunctionError('Unauthorized')))).toEqual(unauthorized);
    expect(await send(gatewayWith(new FunctionError('Unauthorized!')))).toMatchObject({ status: 500 });
  });

  const arn = 'arn:aws:execute-api:eu-west-1:123456789012:puhdx84jy9/prod/';

  test.each([
    ['the method', `${arn}POST/lambda-token`],
    ['a pattern', `${arn}*/lambda-?oken`],
    ['one of several', ['arn:x', `${arn}*`]],
  ])('E4 Allow of %s lets in', async (_, resource) => {
    expect(await send(gatewayWith(allow(resource)))).toMatchObject({ status: 200 });
  });

  test('D6 E4 an Allow of something else: 403', async () => {
    expect(await send(gatewayWith(allow(`${arn}GET/lambda-token`)))).toEqual({
      status: 403,
      body: '{"message":"User is not authorized to access this resource"}',
      errorType: 'AccessDeniedException',
    });
  });

  test('D6 E4 Deny wins over Allow, with its own message', async () => {
    const both = [...allow().policyDocument.Statement, ...allow('*', 'Deny').policyDocument.Statement];
    const output = { principalId: 'p', policyDocument: { Statement: both } };
    expect(await send(gatewayWith(output))).toMatchObject({
      status: 403,
      body: '{"message":"User is not authorized to access this resource with an explicit deny"}',
    });
  });
});

describe('cache', () => {
  test('E5 the same token invokes once within its time', async () => {
    const gateway = gatewayWith(allow());
    await send(gateway);
    gateway.now += 299_000;
    await send(gateway);
    expect(authorizerCalls(gateway)).toHaveLength(1);
    gateway.now += 1_000;
    await send(gateway);
    expect(authorizerCalls(gateway)).toHaveLength(2);
    await send(gateway, { headers: [['Authorization', 'Bearer bar']] });
    expect(authorizerCalls(gateway)).toHaveLength(3);
  });

  test('E5 a cached policy serves other methods too, so it must cover them', async () => {
    const gateway = gatewayWith(allow('*/POST/lambda-token'));
    expect(await send(gateway)).toMatchObject({ status: 200 });
    expect(await send(gateway, bearer, '/other')).toMatchObject({ status: 403 });
    expect(authorizerCalls(gateway)).toHaveLength(1);
  });

  test('E5 zero seconds: not cached', async () => {
    const gateway = gatewayWith(allow(), { cacheSeconds: 0 });
    await send(gateway);
    await send(gateway);
    expect(authorizerCalls(gateway)).toHaveLength(2);
  });
});

test('E6 with ApiKeySource AUTHORIZER the key is what the authorizer names', async () => {
  const key = 'k'.repeat(20);
  const authorization = { type: 'CUSTOM', authorizer: tokenAuthorizer } as const;
  const gateway = new TestGateway({
    methods: [method('POST', '/lambda-token', { authorization, apiKeyRequired: true })],
    script: (_, called) => (called === 'authorizer' ? { ...allow(), usageIdentifierKey: key } : { statusCode: 200 }),
    api: { apiKeySource: 'AUTHORIZER' },
  });
  expect(await send(gateway)).toMatchObject({ status: 403 });
  gateway.plans.addKey({ id: 'k', value: key, enabled: true });
  gateway.plans.addPlan({ id: 'p', stages: [{ apiId: 'puhdx84jy9', stage: 'prod', methodThrottles: new Map() }] });
  gateway.plans.attach('k', 'p');
  expect(await send(gateway)).toMatchObject({ status: 200 });
});
