import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../../bin/setup.mjs';
import type { StockLevel } from '../../../schemas/generated/types.ts';
import { type AdminApi, startAdminApi } from '../../support/api/admin-api.ts';

const execute = promisify(execFile);
const example = <T>(name: string): T =>
  JSON.parse(readFileSync(join(root, `schemas/examples/http/${name}.json`), 'utf8'));
const level = example<StockLevel>('stock-level');
const accepted = example<{ readonly adjustment_id: string }>('stock-adjustment-accepted');

let admin: AdminApi;
let folder: string;
beforeAll(async () => {
  admin = await startAdminApi();
  folder = await admin.platformFolder();
});
afterAll(() => admin.close());

/** A command of another terminal, run to its end. */
const stock = async (...args: readonly string[]) => {
  try {
    const { stdout } = await execute(process.execPath, [join(root, 'bin', 'orderstream.ts'), 'stock', ...args]);
    return { code: 0, stdout, stderr: '' };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
};

/** Answers the adjustment, and every GET with the stock. */
const answerWith = (movements: StockLevel['movements']) => {
  const received: { readonly route: string; readonly body: unknown }[] = [];
  admin.answers(({ httpMethod, path, body }) => {
    received.push({ route: `${httpMethod} ${path}`, body: JSON.parse((body as string) ?? 'null') });
    return httpMethod === 'POST'
      ? { statusCode: 202, body: JSON.stringify(accepted) }
      : { statusCode: 200, body: JSON.stringify({ ...level, movements }) };
  });
  return received;
};

describe('stock', () => {
  it('get shows the stock and what moved it last', async () => {
    const received = answerWith(level.movements);
    const { code, stdout } = await stock('get', '85123A', '--data', folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^85123A {2}494 available, 6 reserved, 0 sold\n.* RESERVED .*\n.* ADJUSTED .* delivery 4711 /,
    );
    expect(received).toEqual([{ route: 'GET /admin/inventory/85123A', body: null }]);
    expect(JSON.parse((await stock('get', '85123A', '--data', folder, '--json')).stdout)).toEqual(level);
  });

  it('adjust sends the request, waits for the ledger, and shows the outcome', async () => {
    const received = answerWith(level.movements);
    // Whether the platform knows a SKU is read from its tables: file-commands.test.ts.
    const options = ['--new', '--reason', 'delivery 4711', '--id', 'd-1', '--data', folder];
    const { code, stdout } = await stock('adjust', '85123A', '500', ...options);
    expect([code, stdout]).toEqual([0, expect.stringContaining('ADJUSTED')]);
    expect(received[0]).toEqual({
      route: 'POST /admin/inventory/85123A/adjust',
      body: { qty: 500, reason: 'delivery 4711', adjustment_id: 'd-1' },
    });
  });

  it('adjust of units that leave takes a negative number, and fails where it is refused', async () => {
    const [movement] = level.movements.slice(-1);
    if (movement === undefined) throw new Error('the example has no movement');
    const received = answerWith([{ ...movement, state: 'REFUSED' }]);
    const { code, stdout } = await stock('adjust', '85123A', '-5', '--new', '--data', folder, '--json');
    expect([code, JSON.parse(stdout)]).toEqual([1, expect.objectContaining({ state: 'REFUSED' })]);
    expect(received[0]?.body).toEqual({ qty: -5 });
  });

  it.each([
    ['no units', ['adjust', '85123A', '0']],
    ['no file of that name', ['set', '--file', 'no-such-file.csv']],
  ])('is misused with %s', async (_name, args) => {
    expect(await stock(...args, '--data', folder)).toMatchObject({ code: 2 });
  });
});
