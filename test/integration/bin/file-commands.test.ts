import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operatorAccessKeyId } from '../../../bin/client/connection.ts';
import { root } from '../../../bin/setup.mjs';
import { type AdminApi, startAdminApi } from '../../support/api/admin-api.ts';
import {
  createTable,
  type DynamoDbLocal,
  dynamodbLocalClient,
  startDynamoDbLocal,
} from '../../support/dynamodb-local.ts';

const execute = promisify(execFile);
const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const at = '2010-12-01 08:26:00';
/** Kafka is out of reach: a command that would write there fails. */
const noStock = ['--stock', '0'];

let admin: AdminApi;
let database: DynamoDbLocal;
let client: DynamoDBDocumentClient;
let platform: string;
let folder: string;
/** Bodies of orders, by idempotency key; and reasons of cancels. */
let placed: Map<string, { readonly items: readonly { readonly sku: string; readonly qty: number }[] }>;
let cancelled: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  database = await startDynamoDbLocal();
  client = dynamodbLocalClient(database.endpoint, operatorAccessKeyId);
  admin = await startAdminApi();
  const nowhere = 'http://127.0.0.1:1';
  platform = await admin.platformFolder({
    endpoints: {
      dynamodb: database.endpoint,
      lambda: nowhere,
      secrets: nowhere,
      kafka: '127.0.0.1:1',
      control: nowhere,
    },
  });
});
afterAll(async () => {
  client.destroy();
  await admin.close();
  await database.stop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await createTable(client, 'PricesTableName', 'sku');
  await createTable(client, 'StockTableName', 'sku');
  placed = new Map();
  cancelled = [];
  admin.answers((event) => {
    const { path, body, headers } = event as Readonly<Record<string, unknown>>;
    const request = JSON.parse((body as string | null) ?? '{}');
    if (String(path).endsWith('/cancel')) {
      cancelled.push(`${request.reason}: ${request.note}`);
      const answer = { order_id: String(path).split('/').at(-2), requested: 'CANCEL', status: 'CREATED' };
      return { statusCode: 202, body: JSON.stringify(answer) };
    }
    const entries = Object.entries(headers as Readonly<Record<string, string>>);
    const key = entries.find(([name]) => name.toLowerCase() === 'idempotency-key')?.[1] ?? '';
    placed.set(key, request);
    const order = { order_id: key, status: 'CREATED', amount: 1, currency: 'GBP', created_at: '' };
    return { statusCode: 201, body: JSON.stringify(order) };
  });
});
afterEach(async () => {
  for (const TableName of ['PricesTableName', 'StockTableName'])
    await client.send(new DeleteTableCommand({ TableName }));
});

/** A command of another terminal, run to its end. */
const orderstream = async (...args: readonly string[]) => {
  try {
    const command = [join(root, 'bin', 'orderstream.ts'), ...args];
    return { code: 0, ...(await execute(process.execPath, command, { timeout: 60_000 })) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
};

const fileOf = async (content: string | Buffer): Promise<string> => {
  const file = join(folder, 'file.csv');
  await writeFile(file, content);
  return file;
};
const retail = (...rows: readonly string[]): string => `${[header, ...rows].join('\n')}\n`;
const row = (invoice: string, sku: string, quantity: number | string = 1, price: number | string = '2.55') =>
  [invoice, sku, `NAME OF ${sku}`, quantity, at, price, '17850', 'United Kingdom'].join(',');

const importFile = async (content: string | Buffer, ...options: readonly string[]) =>
  orderstream('import', await fileOf(content), '--data', platform, ...noStock, ...options);

const prices = async (): Promise<Readonly<Record<string, number>>> => {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: 'PricesTableName' }));
  return Object.fromEntries(Items.map(({ sku, unit_price }) => [sku, unit_price]));
};
const putPrice = (sku: string, unit_price: number) =>
  client.send(
    new PutCommand({ TableName: 'PricesTableName', Item: { sku, name: 'OLD', unit_price, currency: 'GBP' } }),
  );
const putStock = (sku: string, available: number) =>
  client.send(new PutCommand({ TableName: 'StockTableName', Item: { sku, available, log: [] } }));

describe('orderstream import', () => {
  it('refuses an invoice of which one line cannot be read, as a whole, and places the others', async () => {
    const content = retail(row('1', 'A'), row('1', 'E', 'six'), row('2', 'F'), row('1', 'G'));
    const { code, stderr } = await importFile(content);
    expect([...placed.keys()]).toEqual(['2']);
    expect(stderr).toContain('file.csv:3: invoice 1 is not taken: the quantity "six" is no whole number');
    expect(code).toBe(1);
    expect(await prices()).toEqual({ F: 255 });
  });

  it('refuses what the API would refuse, before it writes anything of it', async () => {
    const content = retail(row('1', 'A'), row('1', 'E/1'), row('2', 'F', 1_000_001), row('3', 'G'));
    const { code, stderr } = await importFile(content);
    expect([...placed.keys()]).toEqual(['3']);
    expect(await prices()).toEqual({ G: 255 });
    expect(stderr).toContain('file.csv:3: invoice 1 is not taken: sku "E/1" is written differently');
    expect(stderr).toContain('file.csv:4: invoice 2 is not taken: qty 1000001 must be <= 1000000');
    expect(code).toBe(1);
  });

  it('takes 1.005 pounds for 101 pence', async () => {
    expect(await importFile(retail(row('1', 'A', 1, '1.005')))).toMatchObject({ code: 0 });
    expect(await prices()).toEqual({ A: 101 });
  });

  it('reports one SKU at two prices in one invoice', async () => {
    const { code, stderr, stdout } = await importFile(retail(row('1', 'A'), row('1', 'A', 2, '2.10')), '--json');
    expect(stderr).toContain('file.csv:2: invoice 1 has A at 2.55 GBP and 2.10 GBP');
    expect(JSON.parse(stdout).priceConflicts).toEqual([{ number: '1', line: 2, sku: 'A', pence: [255, 210] }]);
    expect(placed.get('1')?.items).toEqual([{ sku: 'A', qty: 3 }]);
    expect(code).toBe(0);
  });

  it('cancels what comes back as a whole, in small letters too, and refuses a part of it by name', async () => {
    const content = retail(row('1', 'A', 2), row('2', 'E', 2), row('c3', 'A', -2), row('C4', 'E', -1));
    const { stdout, stderr } = await importFile(content, '--cancellations', '--concurrency', '1', '--json');
    expect([...placed.keys()]).toEqual(['1', '2']);
    expect(cancelled).toEqual(['RETURNED: c3']);
    expect(JSON.parse(stdout).cancellations).toEqual({ requested: 1, refused: 0, partial: 1, unmatched: 0 });
    expect(stderr).toContain('cancellation C4 is not applied: returns 1 of 2 units of invoice 2');
  });

  it('knows the columns of the second edition', async () => {
    const second = `Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n${row('1', 'A')}\n`;
    expect(await importFile(second)).toMatchObject({ code: 0 });
    expect([...placed.keys()]).toEqual(['1']);
  });

  it('keeps the prices of the platform, and replaces them with --overwrite', async () => {
    await putPrice('A', 999);
    const content = retail(row('1', 'A'), row('1', 'E'));
    const { code, stdout } = await importFile(content);
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('kept     1 other prices and 0 stocks of the platform'),
    ]);
    expect(await prices()).toEqual({ A: 999, E: 255 });
    await importFile(content, '--overwrite');
    expect(await prices()).toEqual({ A: 255, E: 255 });
  });

  it('keeps the stock of the platform', async () => {
    await putStock('A', 7);
    const { code, stdout } = await importFile(retail(row('1', 'A')), '--stock', '50');
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('kept     0 other prices and 1 stocks of the platform'),
    ]);
  });

  it('takes UTF-8 or the encoding that is named, and never replaces a character', async () => {
    const content = Buffer.from(retail(row('1', 'A').replace('NAME', 'VOUCHER £20')), 'latin1');
    const refused = await importFile(content);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(':2: is not UTF-8') });
    expect([placed.size, await prices()]).toEqual([0, {}]);
    expect(await importFile(content, '--encoding', 'latin1')).toMatchObject({ code: 0 });
    const { Items } = await client.send(new ScanCommand({ TableName: 'PricesTableName' }));
    expect(Items).toMatchObject([{ sku: 'A', name: 'VOUCHER £20 OF A' }]);
  });

  it('names the separator when it is another, and takes it', async () => {
    const content = retail(row('1', 'A')).replaceAll(',', ';');
    expect(await importFile(content)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`is separated by ";": add --separator ';'`),
    });
    expect(await importFile(content, '--separator', ';')).toMatchObject({ code: 0 });
  });

  it('checks a file without a platform', async () => {
    const file = await fileOf(retail(row('1', 'A'), row('2', 'E', 'x')));
    const { code, stdout, stderr } = await orderstream('import', file, '--check', '--json', '--data', folder);
    expect(JSON.parse(stdout)).toMatchObject({ orders: { valid: 1 }, refused: [{ number: '2', line: 3 }] });
    expect(stderr).toContain('file.csv:3: invoice 2 is not taken');
    expect(code).toBe(1);
  });
});

describe('orderstream stock set', () => {
  const set = async (content: string, ...options: readonly string[]) =>
    orderstream('stock', 'set', '--file', await fileOf(content), '--data', platform, ...options);

  it('sets nothing where a row cannot be read', async () => {
    await putStock('A', 7);
    const { code, stdout, stderr } = await set('sku,available\nA,5\nE,x\n', '--overwrite', '--new');
    expect([code, stdout]).toEqual([1, 'nothing set: 1 rows cannot be read\n']);
    expect(stderr).toContain('file.csv:3: "x" is no whole number');
  });

  it('replaces no stock without --overwrite', async () => {
    await putStock('A', 7);
    expect(await set('sku,available\nA,5\n')).toMatchObject({
      code: 2,
      stderr: 'error: the platform has a stock already of A (7, to be 5); --overwrite replaces it\n',
    });
    expect(await set('sku,available\nA,7\n')).toMatchObject({ code: 0, stdout: '1 SKUs set, 0 refused\n' });
  });

  it('takes no unknown SKU without --new', async () => {
    await putPrice('E', 100);
    expect(await set('sku,available\nA,5\nE,5\n')).toMatchObject({
      code: 2,
      stderr: 'error: A: no such SKU, by price or by stock; --new gives it a stock\n',
    });
    expect(await set('sku,available\nA,0\n', '--new')).toMatchObject({ code: 0 });
  });
});

describe('orderstream stock adjust', () => {
  it('takes no unknown SKU without --new', async () => {
    expect(await orderstream('stock', 'adjust', 'A', '5', '--data', platform)).toMatchObject({
      code: 2,
      stderr: 'error: A: no such SKU, by price or by stock; --new gives it a stock\n',
    });
    expect(placed.size).toBe(0);
  });
});

describe('a file that is none', () => {
  it.each([
    ['a folder', ['import'], () => folder, 'it is a folder'],
    ['an empty file', ['import'], () => fileOf(''), 'it is empty'],
    ['no file', ['demo', '--file'], async () => join(folder, 'none.csv'), 'no such file'],
    ['a folder', ['stock', 'set', '--file'], () => folder, 'it is a folder'],
  ])('%s ends %j with 2 and one line', async (_, command, path, problem) => {
    const file = await path();
    const data = command[0] === 'demo' ? [] : ['--data', platform];
    expect(await orderstream(...command, file, ...data)).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: cannot read ${file}: ${problem}\n`,
    });
  });

  it.each([
    ['import', `${header}\n`, ['import']],
    ['demo', `${header}\n`, ['demo', '--file']],
    ['stock set', 'sku,available\n', ['stock', 'set', '--file']],
  ])('a header alone ends %s with 2', async (_, content, command) => {
    const file = await fileOf(content);
    const data = command[0] === 'demo' ? [] : ['--data', platform];
    expect(await orderstream(...command, file, ...data)).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${file} has a header and no row\n`,
    });
  });
});
