import { describe, expect, test } from 'vitest';
import type { GatewayResponse } from '../../../../../localstack/api/definition/definition.ts';
import { headerValue } from '../../../../../localstack/api/http/http-message.ts';
import { FunctionError } from '../../../../support/api/scripted-functions.ts';
import { method, type RequestOptions, summary, TestGateway } from '../../../../support/api/test-gateway.ts';

const response = (responseType: string, more: Partial<GatewayResponse> = {}): GatewayResponse => ({
  responseType,
  templates: {},
  headers: {},
  ...more,
});
const json = (template: string) => ({ templates: { 'application/json': template } });

/** An API where nothing but `GET /orders/{id}` exists, and that needs a key. */
const gateway = (...gatewayResponses: readonly GatewayResponse[]) =>
  new TestGateway({
    methods: [method('GET', '/orders/{id}', { apiKeyRequired: true }), method('GET', '/fails')],
    stage: { variables: { team: 'blue' } },
    gatewayResponses,
    script: () => new FunctionError('boom'),
  });
const missing = (responses: readonly GatewayResponse[], options?: RequestOptions) =>
  gateway(...responses).send('GET', '/prod/nothing', options);

describe('which response applies', () => {
  test('D9 the exact type comes before the default', async () => {
    const responses = [
      response('MISSING_AUTHENTICATION_TOKEN', { status: 404, ...json('exact') }),
      response('DEFAULT_4XX', { status: 418, ...json('default') }),
    ];
    expect(summary(await missing(responses))).toMatchObject({ status: 404, body: 'exact' });
    expect(summary(await gateway(...responses).send('GET', '/prod/orders/7'))).toMatchObject({
      status: 418,
      body: 'default',
    });
  });

  test('D9 a default covers its class only, and without a status each keeps its own', async () => {
    const responses = [response('DEFAULT_4XX', json('4xx')), response('DEFAULT_5XX', json('5xx'))];
    expect(summary(await missing(responses))).toMatchObject({ status: 403, body: '4xx' });
    expect(summary(await gateway(...responses).send('GET', '/prod/fails'))).toMatchObject({
      status: 502,
      body: '5xx',
    });
  });

  test('D10 without a template: the built-in one', async () => {
    const answer = await missing([response('MISSING_AUTHENTICATION_TOKEN', { status: 404 })]);
    expect(summary(answer)).toMatchObject({ status: 404, body: '{"message":"Missing Authentication Token"}' });
  });

  test('D13 an answer of the function is never rewritten', async () => {
    const api = new TestGateway({
      script: () => ({ statusCode: 404, body: 'mine' }),
      gatewayResponses: [response('DEFAULT_4XX', json('not mine'))],
    });
    expect(summary(await api.send('GET', '/prod/x'))).toMatchObject({ status: 404, body: 'mine' });
  });

  test('D13 413 cannot be customised', async () => {
    const responses = [response('REQUEST_TOO_LARGE', json('x')), response('DEFAULT_4XX', json('y'))];
    expect(summary(await missing(responses, { bodyTooLarge: true }))).toMatchObject({
      status: 413,
      body: '{"message":"Request Too Long"}',
    });
  });
});

describe('templates', () => {
  const body = async (template: string, options?: RequestOptions) =>
    summary(await missing([response('DEFAULT_4XX', json(template))], options)).body;

  test('D10 messageString brings its quotes, message does not', async () => {
    expect(await body('$context.error.messageString/$context.error.message')).toBe(
      '"Missing Authentication Token"/Missing Authentication Token',
    );
  });

  test('D11 context, stage variables and request parameters are filled in', async () => {
    const template =
      // biome-ignore lint/suspicious/noTemplateCurlyInString: API Gateway's own syntax
      '$context.error.responseType $context.stage ${context.httpMethod} $context.identity.sourceIp ' +
      '$stageVariables.team $method.request.header.X-Tag $method.request.querystring.q.';
    expect(await body(template, { headers: [['x-tag', 'T']], query: 'q=Q' })).toBe(
      'MISSING_AUTHENTICATION_TOKEN prod GET 15.248.3.126 blue T Q.',
    );
  });

  test('D11 a path parameter of the route', async () => {
    const api = gateway(response('INVALID_API_KEY', json('$method.request.path.id')));
    expect(summary(await api.send('GET', '/prod/orders/7')).body).toBe('7');
  });

  test('D11 no template language: the rest stays as it is, an unknown variable becomes empty', async () => {
    expect(await body('#set($x = 1) $x $util.escape [$context.nothing]')).toBe('#set($x = 1) $x $util.escape []');
  });

  test('D11 values are not filled in twice', async () => {
    const headers = [['x-tag', '$context.stage']] as const;
    expect(await body('$method.request.header.x-tag', { headers })).toBe('$context.stage');
  });
});

describe('content type and headers', () => {
  test('a problem+json template gives a problem+json answer', async () => {
    const templates = { 'application/problem+json': '{"detail":$context.error.messageString}' };
    const answer = await missing([response('DEFAULT_4XX', { templates })]);
    expect(headerValue(answer.headers, 'content-type')).toBe('application/problem+json');
    expect(JSON.parse(answer.body.toString())).toEqual({ detail: 'Missing Authentication Token' });
  });

  test('of several templates the accepted one, else JSON', async () => {
    const templates = { 'text/plain': 'text', 'application/json': 'json' };
    const type = async (accept: string) =>
      (await missing([response('DEFAULT_4XX', { templates })], { headers: [['Accept', accept]] })).body;
    expect(await type('text/plain')).toBe('text');
    expect(await type('*/*')).toBe('json');
  });

  test('D12 parameters set headers: a literal, a request value, or nothing', async () => {
    const headers = {
      'Access-Control-Allow-Origin': "'*'",
      'X-Echo': 'method.request.header.X-Tag',
      'X-Absent': 'method.request.querystring.none',
      'Content-Type': "'application/problem+json'",
    };
    const answer = await missing([response('DEFAULT_4XX', { headers })], { headers: [['x-tag', 'T']] });
    expect(answer.headers).toEqual(
      expect.arrayContaining([
        ['Access-Control-Allow-Origin', '*'],
        ['X-Echo', 'T'],
        ['Content-Type', 'application/problem+json'],
      ]),
    );
    expect(answer.headers.filter(([name]) => name === 'Content-Type')).toHaveLength(1);
    expect(headerValue(answer.headers, 'X-Absent')).toBeUndefined();
  });
});
