import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunningConsole } from '../../../bin/console/start-console.ts';
import { startLocalConsole } from '../../../bin/console/start-local-console.ts';
import { type ControlServer, startControlServer } from '../../../localstack/control-server.ts';
import { type PlatformState, readPlatformState } from '../../../localstack/platform-state.ts';
import { type AdminApi, startAdminApi } from '../../support/api/admin-api.ts';

let admin: AdminApi;
let control: ControlServer;
let state: PlatformState;
let running: RunningConsole;
let port: number;
let cookie: string;
const acted: string[] = [];
const logged: unknown[] = [];

const controlToken = 'the-token-of-the-control-endpoint';
const orderId = '7f0c7a52-6c2f-5b0e-9a53-0d8a3b0b8d11';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Not fetch: that sets some of these headers itself. */
const send = async (
  method: string,
  path: string,
  { headers = {}, body }: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
): Promise<Answer> => {
  const sent = request({ host: '127.0.0.1', port, method, path, headers });
  sent.end(body);
  const [response] = await once(sent, 'response');
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
};

const own = () => ({ Cookie: cookie, Origin: `http://127.0.0.1:${port}` });
const json = { 'Content-Type': 'application/json' };

beforeAll(async () => {
  admin = await startAdminApi();
  control = await startControlServer(controlToken, {
    'GET /statistics': () => ({ kafka: [{ name: 'node-1', state: 'running' }] }),
    'POST /kafka/nodes/{name}/kill': ({ name = '' }) => {
      acted.push(`kill ${name}`);
      if (name === 'node-9') throw new Error('there is no node-9');
      return { name, state: 'stopped' };
    },
    'POST /schedules/{name}/run': ({ name }) => acted.push(`run ${name}`),
  });
  const nowhere = 'http://127.0.0.1:1';
  const folder = await admin.platformFolder({
    endpoints: { dynamodb: nowhere, lambda: nowhere, secrets: nowhere, kafka: '127.0.0.1:1', control: control.url },
    control: { token: controlToken },
  });
  const written = await readPlatformState(folder);
  if (written === undefined) throw new Error('no platform runs');
  state = written;
  running = await startLocalConsole(state, {
    preferredPort: 0,
    docsUrl: 'http://127.0.0.1:1/docs/',
    onFailure: (error, failed) => logged.push({ error: String(error), ...failed }),
  });
  port = Number(new URL(running.url).port);
  const { headers } = await send('GET', new URL(running.url).pathname + new URL(running.url).search);
  cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
});

afterAll(async () => {
  await running?.close();
  await control?.close();
  await admin?.close();
});

beforeEach(() => {
  acted.length = 0;
  admin.functions.calls.length = 0;
  admin.answers((event) => ({ statusCode: 200, body: JSON.stringify({ path: event['path'], sent: event['body'] }) }));
});

describe('the start link', () => {
  const token = () => new URL(running.url).searchParams.get('token') ?? '';

  it('opens the session, and is gone from the address then', async () => {
    const { status, headers } = await send('GET', `/console/?token=${token()}`);
    expect([status, headers.location]).toEqual([303, '/console/']);
    expect(headers['set-cookie']).toEqual([expect.stringMatching(/; HttpOnly; SameSite=Strict$/)]);
    expect(JSON.stringify(headers)).not.toContain(token());
  });

  it('used again in an open session only clears the address', async () => {
    const { status, headers } = await send('GET', `/console/?token=${token()}`, { headers: own() });
    expect([status, headers.location, headers['set-cookie']]).toEqual([303, '/console/', undefined]);
  });

  it.each([
    ['another token', '/console/?token=AAAA', {}],
    ['no token', '/console/', {}],
    ['the token at another address', '/console/console.js?token=', {}],
    ['a cookie that names the session, without its secret', '/console/', { Cookie: 'orderstream-console-1=x' }],
  ])('with %s opens nothing', async (_, path, headers) => {
    const answer = await send('GET', path.endsWith('?token=') ? path + token() : path, { headers });
    expect(answer.status).toBe(401);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.body).toContain('npx orderstream console');
  });

  it('does not open the session by POST, or from the name of another page', async () => {
    expect((await send('POST', `/console/?token=${token()}`)).status).toBe(403);
    const rebound = await send('GET', `/console/?token=${token()}`, { headers: { Host: `rebound.example:${port}` } });
    expect([rebound.status, rebound.headers['set-cookie']]).toEqual([403, undefined]);
  });
});

describe('without the session', () => {
  it.each([
    '/console/console.js',
    '/console/about',
    `/console/api/orders/${orderId}`,
    '/console/api/admin/orders/stuck',
    '/console/local/statistics',
    '/console/local/messages',
  ])('%s answers 401, and nothing is sent on', async (path) => {
    const { status, body } = await send('GET', path);
    expect([status, JSON.parse(body).type]).toEqual([401, 'urn:orderstream:console:no-session']);
    expect([admin.functions.calls, acted]).toEqual([[], []]);
  });

  it('nothing is done', async () => {
    const headers = { Origin: `http://127.0.0.1:${port}`, ...json };
    expect((await send('POST', '/console/local/kafka/nodes/node-1/kill', { headers })).status).toBe(401);
    expect((await send('POST', `/console/api/admin/orders/${orderId}/repair`, { headers })).status).toBe(401);
    expect([admin.functions.calls, acted]).toEqual([[], []]);
  });
});

describe('within the session', () => {
  it('the page comes with a policy that allows its own files alone', async () => {
    const { status, headers, body } = await send('GET', '/console/', { headers: own() });
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body).toContain('<script type="module" src="console.js">');
    const policy = headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('the page learns what it operates, but no secret', async () => {
    const { body } = await send('GET', '/console/about', { headers: own() });
    expect(JSON.parse(body)).toEqual({
      ...{ name: 'local', region: 'eu-west-1', docsUrl: 'http://127.0.0.1:1/docs/', local: true, client: true },
    });
  });

  it('routes of operators are signed as the operator', async () => {
    const { status, body } = await send('GET', '/console/api/admin/orders/stuck?limit=7', { headers: own() });
    expect([status, JSON.parse(body)]).toEqual([200, { path: '/admin/orders/stuck', sent: null }]);
    expect(admin.functions.lastEvent).toMatchObject({
      queryStringParameters: { limit: '7' },
      requestContext: { identity: { accessKey: state.operator.accessKeyId } },
    });
  });

  it('routes of clients are sent with the API key, and with the name of the request', async () => {
    const body = JSON.stringify({ user_id: 'ada' });
    const headers = { ...own(), ...json, 'Idempotency-Key': 'k' };
    expect((await send('POST', '/console/api/orders', { headers, body })).status).toBe(200);
    const { headers: sent, body: received } = admin.functions.lastEvent as {
      headers: Record<string, string>;
      body: string;
    };
    expect(received).toBe(body);
    const named = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name.toLowerCase(), value]));
    expect(named).toMatchObject({ 'x-api-key': state.apiKey, 'idempotency-key': 'k' });
    expect(JSON.stringify(named)).not.toContain(cookie);
  });

  it('an answer of the API comes as it is, its problem too', async () => {
    const problem = { type: 'about:state', title: 'The order is past that', status: 409 };
    admin.answers(() => ({
      statusCode: 409,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '3', 'x-other': 'y' },
      body: JSON.stringify(problem),
    }));
    const answer = await send('POST', `/console/api/admin/orders/${orderId}/repair`, { headers: own() });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([409, problem]);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'retry-after': '3' });
    expect(answer.headers['x-other']).toBeUndefined();
  });

  it('an action reaches the control endpoint, with the token that the page does not know', async () => {
    const { status, body } = await send('POST', '/console/local/kafka/nodes/node-1/kill', { headers: own() });
    expect([status, JSON.parse(body), acted]).toEqual([200, { name: 'node-1', state: 'stopped' }, ['kill node-1']]);
    const refused = await send('POST', '/console/local/kafka/nodes/node-9/kill', { headers: own() });
    expect([refused.status, JSON.parse(refused.body)]).toMatchObject([400, { title: 'there is no node-9' }]);
  });
});

describe('requests of other pages', () => {
  const kill = '/console/local/kafka/nodes/node-1/kill';
  const repair = `/console/api/admin/orders/${orderId}/repair`;
  const foreign = (): readonly (readonly [string, Readonly<Record<string, string>>])[] => [
    ['another site', { Cookie: cookie, Origin: 'https://shop.example' }],
    ['another port of this machine', { Cookie: cookie, Origin: 'http://127.0.0.1:3000' }],
    ['a sandboxed frame', { Cookie: cookie, Origin: 'null' }],
    ['a client that names no origin', { Cookie: cookie }],
    ['a name that resolves to this machine', { ...own(), Host: `rebound.example:${port}` }],
    [
      'a rebound name with its own origin',
      { Cookie: cookie, Host: `a.example:${port}`, Origin: `http://a.example:${port}` },
    ],
    ['a form', { ...own(), 'Content-Type': 'text/plain' }],
    ['a browser that reports another site', { ...own(), 'Sec-Fetch-Site': 'cross-site' }],
    ['a browser that reports another port', { ...own(), 'Sec-Fetch-Site': 'same-site' }],
  ];

  it('do nothing, even with the cookie', async () => {
    for (const [what, headers] of foreign())
      for (const path of [kill, repair])
        expect([what, (await send('POST', path, { headers })).status]).toEqual([what, 403]);
    expect([admin.functions.calls, acted]).toEqual([[], []]);
  });

  it('read nothing', async () => {
    const read = foreign().filter(([what]) => !/form|no origin/.test(what));
    expect(read.length).toBeGreaterThan(6);
    for (const [what, headers] of read)
      for (const path of ['/console/api/admin/orders/stuck', '/console/local/statistics', '/console/about'])
        expect([what, (await send('GET', path, { headers })).status]).toEqual([what, 403]);
    expect(admin.functions.calls).toEqual([]);
  });

  it('are not allowed by a preflight', async () => {
    const { status, headers } = await send('OPTIONS', kill, {
      headers: { Origin: 'http://127.0.0.1:3000', 'Access-Control-Request-Method': 'POST' },
    });
    expect([status, headers['access-control-allow-origin']]).toEqual([403, undefined]);
  });
});

describe('what the page may not reach', () => {
  it.each([
    ['GET', '/console/api/admin/nothing', 404],
    ['GET', '/console/api/orders/%2e%2e/status', 404],
    ['GET', '/console/api/../local/statistics', 404],
    ['GET', `/console/local/kafka/nodes/node-1/kill`, 404],
    ['POST', '/console/local/schedules/sweep/run', 404],
    ['POST', '/console/local/kafka/nodes/..%2f..%2fschedules%2fsweep/kill', 404],
    ['GET', '/console/local/metrics', 404],
    ['POST', '/console/api/webhooks/stripe', 403],
    ['POST', '/console/about', 405],
    ['POST', '/console/', 405],
    ['GET', '/console/../v1/orders', 404],
    ['GET', '/console/none.js', 404],
    ['GET', '/console/local/messages/%E0/one/html', 404],
    ['GET', '/metrics', 404],
  ])('%s %s', async (method, path, status) => {
    expect((await send(method, path, { headers: own() })).status).toBe(status);
    expect([admin.functions.calls, acted]).toEqual([[], []]);
  });
});

it('reports that the platform is gone, and does not log the token', async () => {
  // The mailbox is at an address where nothing listens.
  const token = new URL(running.url).searchParams.get('token') ?? '';
  const { status, body } = await send('GET', `/console/local/messages?token=${token}`, { headers: own() });
  expect([status, JSON.parse(body).title]).toEqual([500, 'The console failed']);
  expect(logged).toMatchObject([{ method: 'GET', path: '/console/local/messages' }]);
  for (const secret of [token, cookie.split('=')[1] ?? '', controlToken, state.operator.secretAccessKey])
    expect(JSON.stringify(logged) + body).not.toContain(secret);

  const gone = await startLocalConsole({ ...state, apiUrl: 'http://127.0.0.1:1/v1/' }, { preferredPort: 0 });
  try {
    const { port: other, pathname, search } = new URL(gone.url);
    port = Number(other);
    const opened = await send('GET', pathname + search);
    const headers = { Cookie: opened.headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
    const answer = await send('GET', '/console/api/admin/orders/stuck', { headers });
    expect([answer.status, JSON.parse(answer.body).title]).toEqual([502, 'The platform does not answer']);
  } finally {
    port = Number(new URL(running.url).port);
    await gone.close();
  }
});

it('where clients are users, the console is none: their routes are refused', async () => {
  const ofUsers = await startLocalConsole({ ...state, apiKey: '' }, { preferredPort: 0 });
  try {
    const { port: other, pathname, search } = new URL(ofUsers.url);
    port = Number(other);
    const opened = await send('GET', pathname + search);
    const headers = { Cookie: opened.headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
    expect(JSON.parse((await send('GET', '/console/about', { headers })).body)).toMatchObject({ client: false });
    expect((await send('GET', `/console/api/orders/${orderId}`, { headers })).status).toBe(403);
    expect((await send('GET', '/console/api/admin/orders/stuck', { headers })).status).toBe(200);
  } finally {
    port = Number(new URL(running.url).port);
    await ofUsers.close();
  }
});
