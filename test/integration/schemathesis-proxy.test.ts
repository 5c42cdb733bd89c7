import { afterAll, beforeAll, expect, it } from 'vitest';
import { readPlatformState } from '../../localstack/platform-state.ts';
import { type SigningProxy, startSigningProxy } from '../schemathesis/signing-proxy.ts';
import { type AdminApi, startAdminApi } from '../support/api/admin-api.ts';

let admin: AdminApi;
let proxy: SigningProxy;

beforeAll(async () => {
  admin = await startAdminApi();
  const state = await readPlatformState(await admin.platformFolder());
  if (state === undefined) throw new Error('the folder is that of a running platform');
  proxy = await startSigningProxy(state);
  admin.answers((event) => ({
    statusCode: 418,
    headers: { 'x-made-by': 'function' },
    body: JSON.stringify([event['httpMethod'], event['path'], event['multiValueQueryStringParameters'], event['body']]),
  }));
});

afterAll(async () => {
  await proxy.close();
  await admin.close();
});

it.each([
  ['GET', '/orders/7', null],
  ['GET', '/admin/orders/a%2Fb%20c', null],
  ['GET', '/admin/orders?limit=1&limit=a+b%26&x=%zz', null],
  ['POST', '/admin/orders/7/ship', '{"carrier":"Pöst"}'],
  ['DELETE', '/admin/orders/7', null],
])('lets in %s %s as it came', async (method, path, body) => {
  const response = await fetch(`${proxy.url}${path}`, { method, body, headers: { authorization: 'made up' } });
  expect([response.status, response.headers.get('x-made-by')]).toEqual([418, 'function']);
  const [gotMethod, gotPath, query, gotBody] = (await response.json()) as unknown[];
  expect([gotMethod, gotPath, gotBody]).toEqual([method, path.split('?')[0], body]);
  if (path.includes('?')) expect(query).toEqual({ limit: ['1', 'a b&'], x: ['%zz'] });
});
