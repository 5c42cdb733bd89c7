import { describe, expect, test } from 'vitest';
import { compileModel } from '../../../../../localstack/api/definition/body-model.ts';
import { method, type RequestOptions, summary, TestGateway } from '../../../../support/api/test-gateway.ts';

describe('parameters', () => {
  const requiredParameters = ['method.request.querystring.q', 'method.request.path.p', 'method.request.header.h'];
  const gateway = new TestGateway({ methods: [method('GET', '/x', { requiredParameters })] });

  test('D3 the missing ones are listed: headers, path, query', async () => {
    expect(summary(await gateway.send('GET', '/prod/x'))).toEqual({
      status: 400,
      body: '{"message":"Missing required request parameters: [h, p, q]"}',
      errorType: 'BadRequestException',
    });
  });

  test('D3 a blank value counts as missing', async () => {
    const answer = await gateway.send('GET', '/prod/x', { query: 'q=+', headers: [['H', 'x']] });
    expect(summary(answer).body).toContain('[p, q]');
  });
});

describe('body', () => {
  const line = { type: 'object', required: ['sku'], properties: { qty: { minimum: 0, exclusiveMinimum: true } } };
  const order = {
    $schema: 'http://json-schema.org/draft-04/schema#',
    type: 'object',
    required: ['lines'],
    properties: { lines: { items: { $ref: 'https://apigateway.amazonaws.com/restapis/api/models/Line' } } },
  };
  const models = new Map([
    ['Order', { name: 'Order', schema: order }],
    ['Line', { name: 'Line', schema: line }],
  ]);
  const gateway = new TestGateway({
    methods: [
      method('POST', '/x', { bodyModels: new Map([['application/json', compileModel('Order', models, 'api')]]) }),
    ],
    gatewayResponses: [
      {
        responseType: 'BAD_REQUEST_BODY',
        templates: { 'application/json': '$context.error.message: $context.error.validationErrorString' },
        headers: {},
      },
    ],
  });
  const send = async (options: RequestOptions) => summary(await gateway.send('POST', '/prod/x', options));

  test('D4 a valid body passes', async () => {
    expect(await send({ body: '{"lines":[{"sku":"a","qty":1}]}' })).toMatchObject({ status: 200 });
  });

  test.each([
    ['not JSON', '{', 'not JSON'],
    ['another form', '{"lines":[{"qty":1}]}', 'sku'],
    ['draft 4’s boolean exclusiveMinimum', '{"lines":[{"sku":"a","qty":0}]}', '> 0'],
  ])('D4 %s: 400', async (_, body, reason) => {
    const answer = await send({ body });
    expect(answer).toMatchObject({ status: 400, errorType: 'BadRequestException' });
    expect(answer.body).toContain('Invalid request body');
    expect(answer.body).toContain(reason);
  });

  test('D4 an empty body is validated as an empty object', async () => {
    expect(await send({})).toMatchObject({ status: 400 });
  });

  test('D4 a content type without a model is not validated', async () => {
    expect(await send({ body: 'x', headers: [['Content-Type', 'text/plain']] })).toMatchObject({ status: 200 });
  });

  test('an unknown model is an error that names it', () => {
    expect(() => compileModel('Nothing', models, 'api')).toThrow('Nothing');
  });
});
