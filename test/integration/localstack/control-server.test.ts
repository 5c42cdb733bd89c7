import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ControlServer, startControlServer } from '../../../localstack/control-server.ts';

describe('the control endpoint', () => {
  let server: ControlServer;

  beforeAll(async () => {
    server = await startControlServer(
      'secret',
      {
        'GET /statistics': async () => ({ requests: 3 }),
        'POST /kafka/nodes/{name}/kill': ({ name }) => {
          if (name !== 'node 1') throw new Error(`no Kafka node "${name}"`);
        },
      },
      { '/metrics': { contentType: 'text/plain', text: async () => 'orders 1' } },
    );
  });

  afterAll(() => server.close());

  const ask = async (method: string, path: string, token = 'secret') => {
    const response = await fetch(server.url + path, { method, headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, body: await response.json() };
  };

  it('answers what an action gives', async () => {
    expect(await ask('GET', '/statistics')).toEqual({ status: 200, body: { requests: 3 } });
  });

  it('passes the named parts of the path on', async () => {
    expect(await ask('POST', '/kafka/nodes/node%201/kill')).toEqual({ status: 200, body: {} });
  });

  it('reports why an action failed', async () => {
    const answer = await ask('POST', '/kafka/nodes/node-9/kill');
    expect(answer).toEqual({ status: 400, body: { error: 'no Kafka node "node-9"' } });
  });

  it.each([
    ['GET', '/kafka/nodes/node-1/kill'],
    ['POST', '/kafka/nodes/node-1/extra/kill'],
    ['GET', '/statistics2'],
  ])('does not know %s %s', async (method, path) => {
    expect(await ask(method, path)).toEqual({ status: 404, body: { error: `there is no ${method} ${path}` } });
  });

  it('gives open texts without a token, and nothing else', async () => {
    const response = await fetch(`${server.url}/metrics`);
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/plain',
      'orders 1',
    ]);
    expect((await fetch(`${server.url}/metrics`, { method: 'POST' })).status).toBe(401);
  });

  it.each(['', 'other', 'secre'])('refuses the token %j', async (token) => {
    expect(await ask('GET', '/statistics', token)).toMatchObject({ status: 401 });
  });
});
