import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../../bin/setup.mjs';
import { type AdminApi, startAdminApi } from '../../support/api/admin-api.ts';

const execute = promisify(execFile);
const order = 'a1b2c3d4-0000-4000-8000-000000000001';

let admin: AdminApi;
let folder: string;

beforeAll(async () => {
  admin = await startAdminApi();
  folder = await admin.platformFolder();
});
afterAll(() => admin.close());

/** A command of another terminal, run to its end. */
const orderstream = async (...args: readonly string[]) => {
  try {
    const { stdout } = await execute(process.execPath, [join(root, 'bin', 'orderstream.ts'), ...args]);
    return { code: 0, stdout, stderr: '' };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
};

const received = () => {
  const { httpMethod, path, body, requestContext } = admin.functions.lastEvent;
  const { identity } = requestContext as { identity: { userArn: string | null; apiKeyId?: string } };
  return { route: `${httpMethod} ${path}`, body: JSON.parse((body as string) ?? 'null'), ...identity };
};

describe('a request about an order', () => {
  it.each([
    [
      'cancel',
      'CANCEL',
      ['--reason', 'CHANGED_MIND', '--note', 'found one'],
      `POST /orders/${order}/cancel`,
      { reason: 'CHANGED_MIND', note: 'found one' },
    ],
    ['cancel', 'CANCEL', [], `POST /orders/${order}/cancel`, {}],
    [
      'ship',
      'SHIP',
      ['--carrier', 'Post', '--tracking', '1Z 9'],
      `POST /admin/orders/${order}/ship`,
      { carrier: 'Post', tracking_number: '1Z 9' },
    ],
    ['ship', 'SHIP', [], `POST /admin/orders/${order}/ship`, {}],
    ['complete', 'COMPLETE', [], `POST /admin/orders/${order}/complete`, null],
    ['repair', 'REPAIR', [], `POST /admin/orders/${order}/repair`, null],
  ])('%s is %s', async (command, requested, options, route, body) => {
    const answer = { order_id: order, requested, status: 'PAID' };
    admin.answers(() => ({ statusCode: 202, body: JSON.stringify(answer) }));
    const { code, stdout } = await orderstream(command, order, '--data', folder, ...options);
    expect([code, stdout]).toEqual([0, expect.stringMatching(`^${order}  PAID, is to be `)]);
    expect(received()).toMatchObject({ route, body });
    const signed = route.includes('/admin/');
    expect(received().userArn).toEqual(signed ? expect.stringContaining('user/operator') : null);
  });

  it('is printed as JSON for programs', async () => {
    const answer = { order_id: order, requested: 'COMPLETE', status: 'SHIPPED' };
    admin.answers(() => ({ statusCode: 202, body: JSON.stringify(answer) }));
    const { stdout } = await orderstream('complete', order, '--data', folder, '--json');
    expect(JSON.parse(stdout)).toEqual(answer);
  });

  it('prints why it is refused', async () => {
    const problem = { type: 'about:x', title: 'The order is past that', status: 409, detail: 'The order is COMPLETED' };
    admin.answers(() => ({ statusCode: 409, body: JSON.stringify(problem) }));
    expect(await orderstream('ship', order, '--data', folder)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: 409 The order is past that: The order is COMPLETED\n',
    });
  });

  it('is misused without an order', async () => {
    expect(await orderstream('ship', '--data', folder)).toMatchObject({ code: 2 });
  });
});

describe('stuck orders', () => {
  const stuck = {
    order_id: order,
    status: 'PROCESSING',
    waiting_for: 'ORDER_PAID',
    due_at: '2026-11-22T08:10:00.000Z',
  };

  it.each([
    [
      [{ ...stuck, attempts: 0, since: '2026-11-22T08:00:00.000Z' }],
      false,
      `${order}  PROCESSING since 2026-11-22T08:00:00.000Z, waits for ORDER_PAID\n`,
    ],
    [
      [{ ...stuck, attempts: 3 }],
      true,
      `${order}  PROCESSING, waits for ORDER_PAID, repaired 3 times\nand more: --limit 7 was reached\n`,
    ],
    [[], false, 'no order is stuck\n'],
  ])('are shown, or that there are none', async (orders, more, shown) => {
    admin.answers(() => ({ statusCode: 200, body: JSON.stringify({ orders, more }) }));
    const { code, stdout } = await orderstream('stuck', '--limit', '7', '--data', folder);
    expect([code, stdout]).toEqual([0, shown]);
    expect(admin.functions.lastEvent).toMatchObject({
      path: '/admin/orders/stuck',
      queryStringParameters: { limit: '7' },
    });
  });
});

it('--help groups commands by who uses them', async () => {
  const { code, stdout } = await orderstream('--help');
  expect(code).toBe(0);
  const groups = stdout.split('\n').filter((line) => /^\S.*:$/.test(line));
  expect(groups).toEqual(
    expect.arrayContaining(['The platform:', 'Orders, as their client:', 'Orders, as an operator:']),
  );
});

describe('an order that was placed', () => {
  it.each([
    [123_456, 'GBP', '1234.56 GBP'],
    [123_456, 'HUF', '1234.56 HUF'],
    [123_456, 'IQD', '123.456 IQD'],
    [123_456, 'JPY', '123456 JPY'],
  ])('is shown with %d minor units of %s as ISO 4217 has them', async (amount, currency, shown) => {
    const accepted = { order_id: order, status: 'CREATED', amount, currency, created_at: '' };
    admin.answers(() => ({ statusCode: 201, body: JSON.stringify(accepted) }));
    const { stdout } = await orderstream('place', '85123A', '--currency', currency, '--data', folder);
    expect(stdout).toContain(`  CREATED  ${shown}  `);
  });
});

describe('where clients are users', () => {
  const token = 'a.b.c';
  const place = async (...options: readonly string[]) => {
    const accepted = { order_id: order, status: 'CREATED', amount: 255, currency: 'GBP', created_at: '' };
    admin.answers(() => ({ statusCode: 201, body: JSON.stringify(accepted) }));
    const placed = await orderstream('place', '85123A', ...options);
    return { ...placed, event: admin.functions.lastEvent };
  };

  it('an order is placed as the token’s user', async () => {
    process.env['ORDERSTREAM_TOKEN'] = token;
    const { code, event } = await place('--data', await admin.platformFolder({ apiKey: '' }));
    delete process.env['ORDERSTREAM_TOKEN'];
    expect(code).toBe(0);
    expect(event['headers']).toMatchObject({ Authorization: `Bearer ${token}` });
    expect(event['headers']).not.toHaveProperty('x-api-key');
    expect(JSON.parse(event['body'] as string)).not.toHaveProperty('user_id');
  });

  it('and elsewhere as the named user, without the token', async () => {
    process.env['ORDERSTREAM_TOKEN'] = token;
    const { event } = await place('--data', folder);
    delete process.env['ORDERSTREAM_TOKEN'];
    expect(event['headers']).not.toHaveProperty('Authorization');
    expect(JSON.parse(event['body'] as string)).toMatchObject({ user_id: 'ada' });
  });
});

describe("the link of the operator's console", () => {
  it('is printed again, as text and as JSON', async () => {
    const url = 'http://127.0.0.1:4568/console/?token=t';
    const withConsole = await admin.platformFolder({ console: { url } });
    expect(await orderstream('console', '--data', withConsole)).toMatchObject({ code: 0, stdout: `${url}\n` });
    const { stdout } = await orderstream('console', '--data', withConsole, '--json');
    expect(JSON.parse(stdout)).toEqual({ url });
  });

  it('is missed with exit code 2 where the platform has none', async () => {
    const { code, stderr } = await orderstream('console', '--data', folder);
    expect([code, stderr]).toEqual([2, expect.stringContaining('has no console')]);
  });
});
