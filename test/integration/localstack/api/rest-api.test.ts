import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiDeployment, proxyIntegration } from '../../../support/api/deploy-api.ts';
import { type FunctionScript, ScriptedFunctions } from '../../../support/api/scripted-functions.ts';
import { eventually } from '../../../support/eventually.ts';

/** What each function does; a test may change it. */
const scripts: Record<string, FunctionScript> = {};
const functions = new ScriptedFunctions((event, arn) => scripts[arn.split(':').at(-1) ?? '']?.(event, arn) ?? {});
const api = new ApiDeployment({ invoker: functions });
let restApiId = '';
let base = '';
let key = '';

/** The API as CDK renders one: two routes with a key, one without, a preflight, problem responses and a plan. */
beforeAll(async () => {
  const { ref: RestApiId, attributes } = await api.create('RestApi', 'Api', { BinaryMediaTypes: ['image/*'] });
  restApiId = RestApiId;
  const ParentId = attributes['RootResourceId'] ?? '';
  const { ref: orders } = await api.create('Resource', 'Orders', { RestApiId, ParentId, PathPart: 'orders' });
  const { ref: order } = await api.create('Resource', 'Order', { RestApiId, ParentId: orders, PathPart: '{id}' });
  const { ref: health } = await api.create('Resource', 'Health', { RestApiId, ParentId, PathPart: 'health' });
  const addMethod = (HttpMethod: string, ResourceId: string, Integration: object, ApiKeyRequired = false) =>
    api.create('Method', `${ResourceId}${HttpMethod}`, {
      RestApiId,
      ResourceId,
      HttpMethod,
      Integration,
      ApiKeyRequired,
    });
  await addMethod('POST', orders, proxyIntegration('intake'), true);
  await addMethod('ANY', order, proxyIntegration('status', { TimeoutInMillis: 500 }));
  await addMethod('ANY', health, proxyIntegration('health'));
  await addMethod('DELETE', health, proxyIntegration('health'));
  await addMethod('OPTIONS', orders, {
    Type: 'MOCK',
    RequestTemplates: { 'application/json': '{ statusCode: 204 }' },
    IntegrationResponses: [
      {
        StatusCode: '204',
        ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'https://shop.example'" },
      },
    ],
  });
  await api.create('GatewayResponse', 'Problems', {
    RestApiId,
    ResponseType: 'DEFAULT_4XX',
    ResponseTemplates: { 'application/problem+json': '{"detail":$context.error.messageString}' },
  });
  const { ref: DeploymentId } = await api.create('Deployment', 'Deployment', { RestApiId });
  await api.create('Stage', 'Stage', {
    RestApiId,
    DeploymentId,
    StageName: 'v1',
    MethodSettings: [
      { ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'INFO' },
      { ResourcePath: '/~1health', HttpMethod: 'DELETE', ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 },
    ],
  });
  const { ref: KeyId } = await api.create('ApiKey', 'Client', { Enabled: true });
  const { ref: UsagePlanId } = await api.create('UsagePlan', 'Plan', {
    ApiStages: [{ ApiId: RestApiId, Stage: 'v1', Throttle: { '/orders/POST': { RateLimit: 100, BurstLimit: 100 } } }],
    Throttle: { RateLimit: 100, BurstLimit: 100 },
    Quota: { Limit: 1000, Period: 'DAY' },
  });
  await api.create('UsagePlanKey', 'Link', { KeyId, KeyType: 'API_KEY', UsagePlanId });
  base = api.apis.urlOf(RestApiId, 'v1') ?? '';
  key = api.apis.apiKeyValue(KeyId) ?? '';
});

afterAll(() => api.apis.close());

describe('over HTTP', () => {
  test('C1 C5 a function’s answer arrives with status, repeated headers and body', async () => {
    scripts['intake'] = ({ body }) => ({
      statusCode: 201,
      headers: { Location: '/orders/7' },
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
      body: `got ${body}`,
    });
    const response = await fetch(`${base}/orders`, { method: 'POST', headers: { 'x-api-key': key }, body: '{"é":1}' });
    expect([response.status, await response.text()]).toEqual([201, 'got {"é":1}']);
    expect(response.headers.get('location')).toBe('/orders/7');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('D1 without the key: 403, worded by the GatewayResponse as a problem', async () => {
    const response = await fetch(`${base}/orders`, { method: 'POST' });
    expect(response.status).toBe(403);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toEqual({ detail: 'Forbidden' });
  });

  test('A5 A13 the event has the path with its stage and the address of the call', async () => {
    scripts['status'] = (event) => ({ body: JSON.stringify(event) });
    const event = await (await fetch(`${base}/orders/7?wait=5`)).json();
    const { port } = new URL(base);
    expect(event).toMatchObject({
      path: '/orders/7',
      pathParameters: { id: '7' },
      queryStringParameters: { wait: '5' },
      requestContext: { path: '/v1/orders/7', stage: 'v1', identity: { sourceIp: '127.0.0.1' } },
      headers: { Host: `127.0.0.1:${port}`, 'X-Forwarded-Port': port },
    });
  });

  test('a target in absolute form is served as its path, for the authority that it names', async () => {
    scripts['status'] = (event) => ({ body: JSON.stringify(event) });
    const { host, port } = new URL(base);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `GET http://${host}/v1/orders/7?wait=5 HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n`,
    );
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    const [head = '', body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    expect(JSON.parse(body)).toMatchObject({
      path: '/orders/7',
      queryStringParameters: { wait: '5' },
      requestContext: { path: '/v1/orders/7' },
      headers: { Host: host },
    });
  });

  test('B4 a HEAD answer carries headers and no body', async () => {
    scripts['health'] = () => ({ headers: { 'X-Up': 'yes' }, body: '{"ok":true}' });
    const response = await fetch(`${base}/health`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(response.headers.get('x-up')).toBe('yes');
    expect(response.headers.get('content-length')).toBe('11');
  });

  test('A15 C7 bytes go in and out where types are binary', async () => {
    const bytes = Buffer.from([0, 255, 128, 10]);
    scripts['health'] = ({ body }) => ({ isBase64Encoded: true, headers: { 'Content-Type': 'image/png' }, body });
    const response = await fetch(`${base}/health`, {
      method: 'POST',
      headers: { 'Content-Type': 'image/png', Accept: 'image/png' },
      body: bytes,
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  });

  test('F1 the preflight is answered by the MOCK integration', async () => {
    const response = await fetch(`${base}/orders`, { method: 'OPTIONS' });
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  });

  test('F3 10 MB pass, one byte more is 413', async () => {
    scripts['health'] = ({ body }) => ({ body: String((body as string).length) });
    const send = (bytes: number) => fetch(`${base}/health`, { method: 'POST', body: 'x'.repeat(bytes) });
    expect(await (await send(10_485_760)).text()).toBe('10485760');
    const tooLarge = await send(10_485_761);
    expect([tooLarge.status, await tooLarge.json()]).toEqual([413, { message: 'Request Too Long' }]);
  });

  test('C11 a slow function: 504', async () => {
    const { promise, resolve } = Promise.withResolvers<object>();
    scripts['status'] = () => promise;
    const response = await fetch(`${base}/orders/7`);
    expect([response.status, await response.json()]).toEqual([504, { message: 'Endpoint request timed out' }]);
    resolve({});
  });

  test('E8 a method setting of the stage throttles its method', async () => {
    expect((await fetch(`${base}/health`, { method: 'DELETE' })).status).toBe(429);
  });
});

describe('connections', () => {
  test('one connection serves many requests', async () => {
    scripts['health'] = () => ({ body: 'ok' });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let index = 0; index < 3; index += 1) {
      const request = httpRequest(`${base}/health`, { agent }).end();
      const [response] = await once(request, 'response');
      response.resume();
      await once(response, 'end');
      ports.add(request.socket?.localPort);
    }
    agent.destroy();
    expect(ports.size).toBe(1);
  });

  test('a client that goes away harms no other', async () => {
    const { promise, resolve } = Promise.withResolvers<object>();
    scripts['health'] = () => promise;
    const before = functions.calls.length;
    const socket = connect(Number(new URL(base).port), '127.0.0.1');
    socket.write('GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n');
    await eventually('the function to be called', () => functions.calls.length > before);
    socket.destroy();
    resolve({ body: 'x'.repeat(1_000_000) });
    scripts['health'] = () => ({ body: 'ok' });
    expect(await (await fetch(`${base}/health`)).text()).toBe('ok');
  });

  test('half a request harms no other', async () => {
    const socket = connect(Number(new URL(base).port), '127.0.0.1');
    socket.write('POST /v1/health HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc');
    await once(socket, 'connect');
    socket.destroy();
    expect((await fetch(`${base}/health`)).status).toBe(200);
  });
});

describe('addresses', () => {
  test('the URL of CloudFormation’s output has a local counterpart', () => {
    const localUrl = (url: string) => api.apis.localUrl(url);
    const awsUrl = `https://${restApiId}.execute-api.eu-west-1.amazonaws.com/v1/`;
    expect(localUrl(awsUrl)).toBe(`${base}/`);
    expect(localUrl(`${awsUrl}orders?a=1`)).toBe(`${base}/orders?a=1`);
    expect(localUrl(`https://${restApiId}.execute-api.eu-west-1.amazonaws.com/other/`)).toBeUndefined();
    expect(localUrl('https://example.org/v1/')).toBeUndefined();
  });

  async function deploy(
    preferredPort: number,
    more: { readonly onlyPort?: number } = {},
  ): Promise<{ port: number; api: ApiDeployment }> {
    const other = new ApiDeployment({ invoker: functions, preferredPort, ...more });
    const { ref: RestApiId } = await other.create('RestApi', 'Api');
    const { ref: DeploymentId } = await other.create('Deployment', 'Deployment', { RestApiId });
    await other.create('Stage', 'Stage', { RestApiId, DeploymentId, StageName: 'v1' });
    return { port: Number(new URL(other.apis.urlOf(RestApiId, 'v1') ?? '').port), api: other };
  }

  test('a site is served beside the stages, and hides none of them', async () => {
    const { port, api: other } = await deploy(0);
    other.apis.addSite('docs', new Map([['index.html', { contentType: 'text/html', body: 'contracts' }]]));
    const site = await fetch(`http://127.0.0.1:${port}/docs`);
    expect([site.url, site.status, await site.text()]).toEqual([`http://127.0.0.1:${port}/docs/`, 200, 'contracts']);
    expect((await fetch(`http://127.0.0.1:${port}/v1/docs`)).headers.has('x-amzn-requestid')).toBe(true);
    expect(() => other.apis.addSite('v1', new Map())).toThrow('/v1');
    const { ref: RestApiId } = await other.create('RestApi', 'Second');
    const { ref: DeploymentId } = await other.create('Deployment', 'SecondDeployment', { RestApiId });
    const stage = other.create('Stage', 'SecondStage', { RestApiId, DeploymentId, StageName: 'docs' });
    await expect(stage).rejects.toThrow('docs');
    await other.apis.close();
  });

  test('the preferred port is used if it is free, else another', async () => {
    const first = await deploy(0);
    const second = await deploy(first.port);
    expect(second.port).not.toBe(first.port);
    await first.api.apis.close();
    const third = await deploy(first.port);
    expect(third.port).toBe(first.port);
    await Promise.all([second.api.apis.close(), third.api.apis.close()]);
  });

  test('the only port is used, or none', async () => {
    const first = await deploy(0);
    await expect(deploy(0, { onlyPort: first.port })).rejects.toThrow('EADDRINUSE');
    await first.api.apis.close();
    const second = await deploy(0, { onlyPort: first.port });
    expect(second.port).toBe(first.port);
    await second.api.apis.close();
  });

  test('closing lets a request in flight finish, and takes no more', async () => {
    const { promise, resolve } = Promise.withResolvers<object>();
    const slow = new ScriptedFunctions(() => promise);
    const other = new ApiDeployment({ invoker: slow });
    const { ref: RestApiId, attributes } = await other.create('RestApi', 'Api');
    const root = { RestApiId, ResourceId: attributes['RootResourceId'] };
    await other.create('Method', 'Get', { ...root, HttpMethod: 'GET', Integration: proxyIntegration('slow') });
    const { ref: DeploymentId } = await other.create('Deployment', 'Deployment', { RestApiId });
    await other.create('Stage', 'Stage', { RestApiId, DeploymentId, StageName: 'v1' });
    const url = other.apis.urlOf(RestApiId, 'v1') ?? '';
    const answering = fetch(url);
    await eventually('the function to be called', () => slow.calls.length === 1);
    const closing = other.apis.close();
    resolve({ body: 'done' });
    expect(await (await answering).text()).toBe('done');
    await closing;
    await expect(fetch(url)).rejects.toThrow();
  });
});
