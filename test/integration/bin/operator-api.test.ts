import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OperatorApi } from '../../../bin/client/operator-api.ts';
import { type AdminApi, startAdminApi } from '../../support/api/admin-api.ts';

let admin: AdminApi;
let operator: OperatorApi;
let stranger: OperatorApi;

beforeAll(async () => {
  admin = await startAdminApi();
  const target = { apiUrl: admin.apiUrl, region: 'eu-west-1' };
  operator = new OperatorApi({ ...target, credentials: admin.operator });
  stranger = new OperatorApi({ ...target, credentials: admin.api.identities.addUser('stranger', []) });
});

afterAll(() => admin.close());

describe('an operator', () => {
  it.each([
    ['GET', '/admin/orders/stuck', undefined],
    ['GET', '/admin/orders/a%2Fb/timeline?limit=10&from=a%20b%26c&limit=20', undefined],
    ['POST', '/admin/orders/7/ship', { carrier: 'Post & Söhne', tracking: '1+1' }],
    ['POST', '/admin/orders/7/complete', undefined],
  ])('is let in with %s %s', async (method, path, body) => {
    admin.answers((event) => ({ statusCode: 202, body: JSON.stringify({ path: event['path'], sent: event['body'] }) }));
    expect(await operator.send(method, path, body)).toEqual({
      status: 202,
      body: { path: path.split('?')[0], sent: body === undefined ? null : JSON.stringify(body) },
    });
  });

  it('gets an answer without a body', async () => {
    admin.answers(() => ({ statusCode: 204 }));
    expect(await operator.send('POST', '/admin/x')).toEqual({ status: 204, body: undefined });
  });

  it('reads what the problem is', async () => {
    const problem = { type: 'about:state', title: 'The order is past that', status: 409, detail: 'It is COMPLETED' };
    admin.answers(() => ({ statusCode: 409, body: JSON.stringify(problem) }));
    await expect(operator.send('POST', '/admin/orders/7/ship')).rejects.toThrow(
      '409 The order is past that: It is COMPLETED',
    );
  });
});

it('an identity without the right is refused with the reason', async () => {
  await expect(stranger.send('GET', '/admin/orders/stuck')).rejects.toThrow(
    /^403 User: .*user\/stranger is not authorized/,
  );
});
