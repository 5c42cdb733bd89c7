import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askForCapacity, takeCapacity } from '../../../../localstack/dynamodb/consumed-capacity.ts';
import { readRequest } from '../../../../localstack/dynamodb/request.ts';

const headOf = (operation: string) =>
  [
    'POST / HTTP/1.1',
    `X-Amz-Target: DynamoDB_20120810.${operation}`,
    'authorization: AWS4-HMAC-SHA256 Credential=orderIntake/20250101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    '\r\n',
  ].join('\r\n');

/** Other clients than the SDK's print spaces. */
const printed = [
  ['compact', (body: object) => Buffer.from(JSON.stringify(body))],
  ['with spaces', (body: object) => Buffer.from(JSON.stringify(body, undefined, 2))],
] as const;
const bytesOf = printed[0][1];
const requestOf = (operation: string, body: object) => readRequest(headOf(operation), bytesOf(body));
const parsed = (json: Buffer): unknown => JSON.parse(json.toString());

describe('a DynamoDB request', () => {
  it.each<[operation: string, body: object, table: string]>([
    ['PutItem', { TableName: 'orders' }, 'orders'],
    ['PutItem', { Item: { TableName: { S: 'other' }, a: { S: '"TableName":"no"' } }, TableName: 'orders' }, 'orders'],
    ['BatchWriteItem', { RequestItems: { orders: [], stock: [] } }, 'orders'],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'a' } },
          { ConditionCheck: { TableName: 'b' } },
          { Update: { TableName: 'a' } },
        ],
      },
      'a',
    ],
    [
      'BatchExecuteStatement',
      {
        Statements: [
          { Statement: `INSERT INTO "a-b" VALUE {'sku': ?}` },
          { Statement: 'UPDATE "stock" SET "version" = ? WHERE "sku" = ?' },
          { Statement: 'UPDATE "stock" SET "version" = ? WHERE "sku" = ?' },
        ],
      },
      'a-b',
    ],
    ['ListTables', {}, '-'],
  ])('%s names its caller and its first table', (operation, value, table) => {
    for (const [, print] of printed) {
      const body = print(value);
      expect(readRequest(headOf(operation), body)).toEqual({ operation, caller: 'orderIntake', table, body });
    }
  });

  it('without signature or target has an unknown caller and operation', () => {
    const request = readRequest('GET / HTTP/1.1\r\n\r\n', Buffer.alloc(0));
    expect(request).toMatchObject({ operation: 'unknown', caller: 'unknown', table: '-' });
  });

  it('that is malformed is left for the database to refuse', () => {
    const body = Buffer.from('{"TableName":"\\x');
    const request = readRequest(headOf('PutItem'), body);
    expect(request.table).toBe('-');
    expect(askForCapacity({ ...request, body: Buffer.from('[]') }).toString()).toBe('[]');
  });
});

describe('consumed capacity', () => {
  const attributes = {
    ReturnConsumedCapacity: { S: 'x' },
    ConsumedCapacity: { M: {} },
    text: { S: '"ConsumedCapacity":[' },
  };
  const reported = { TableName: 'orders', CapacityUnits: 0.5 };
  const units = [{ table: 'orders', kind: 'read', units: 0.5 }];

  describe.each(printed)('printed %s', (_, print) => {
    it.each([[{}], [{ ReturnConsumedCapacity: 'NONE' }]])(
      'is requested where the caller did not, and taken out of the answer: %j',
      (wish) => {
        const body = { Key: attributes, TableName: 'orders' };
        const request = readRequest(headOf('GetItem'), print({ ...body, ...wish }));
        expect(parsed(askForCapacity(request))).toEqual({ ...body, ReturnConsumedCapacity: 'TOTAL' });
        for (const answer of [
          { Item: attributes, ConsumedCapacity: reported },
          { ConsumedCapacity: reported, Item: attributes },
          { Count: 1, ConsumedCapacity: [reported], Items: [attributes, attributes] },
          { ConsumedCapacity: reported },
        ]) {
          const { ConsumedCapacity: _units, ...rest } = answer;
          const taken = takeCapacity(request, print(answer));
          expect(parsed(taken.body)).toEqual(rest);
          expect(taken.consumed).toEqual(units);
        }
      },
    );

    it.each(['TOTAL', 'INDEXES'])('is left as requested by a caller that wants %s', (ReturnConsumedCapacity) => {
      const request = readRequest(headOf('GetItem'), print({ TableName: 'orders', ReturnConsumedCapacity }));
      expect(askForCapacity(request)).toBe(request.body);
      const answer = print({ ConsumedCapacity: { ...reported, Table: { CapacityUnits: 0.5 } } });
      const taken = takeCapacity(request, answer);
      expect(taken.body).toBe(answer);
      expect(taken.consumed).toEqual(units);
    });

    it('of an answer without it is nothing', () => {
      const answer = print({ Item: attributes });
      expect(takeCapacity(requestOf('GetItem', {}), answer)).toEqual({ consumed: [], body: answer });
    });
  });

  it('is requested and taken out whatever the items hold', () => {
    const names = fc.oneof(fc.string(), fc.constantFrom('ConsumedCapacity', 'ReturnConsumedCapacity', 'TableName'));
    const items = fc.dictionary(names, fc.record({ S: fc.string({ unit: 'grapheme' }) }));
    fc.assert(
      fc.property(items, (Item) => {
        const request = requestOf('PutItem', { Item, TableName: 'orders' });
        expect(request.table).toBe('orders');
        expect(parsed(askForCapacity(request))).toEqual({
          ReturnConsumedCapacity: 'TOTAL',
          Item,
          TableName: 'orders',
        });
        const taken = takeCapacity(request, bytesOf({ Attributes: Item, ConsumedCapacity: reported }));
        expect(parsed(taken.body)).toEqual({ Attributes: Item });
        expect(taken.consumed).toEqual([{ ...units[0], kind: 'write' }]);
      }),
    );
  });

  it('is not requested where DynamoDB has none', () => {
    const request = requestOf('DescribeTable', { TableName: 'orders' });
    expect(askForCapacity(request)).toBe(request.body);
    const answer = bytesOf({ Table: {} });
    expect(takeCapacity(request, answer)).toEqual({ consumed: [], body: answer });
  });

  it('of a transaction is two units for each kilobyte begun of each item, whatever DynamoDB Local reports', () => {
    const request = requestOf('TransactWriteItems', {
      TransactItems: [
        { Put: { TableName: 'orders', Item: { id: { S: 'x'.repeat(1022) } } } },
        { Put: { TableName: 'orders', Item: { id: { S: 'x'.repeat(1023) } } } },
        { Update: { TableName: 'stock' } },
      ],
    });
    expect(askForCapacity(request)).toBe(request.body);
    const answer = bytesOf({ ItemCollectionMetrics: {} });
    const taken = takeCapacity(request, answer);
    expect(taken.body).toBe(answer);
    expect(taken.consumed).toEqual([
      { table: 'orders', kind: 'write', units: 6 },
      { table: 'stock', kind: 'write', units: 2 },
    ]);
  });

  it('of PartiQL statements is one unit for each kilobyte begun of the items that they make', () => {
    const update = `UPDATE "stock" SET "log" = ? SET "version" = ? WHERE "sku" = ? AND "version" = ?`;
    // 3 + n, 7 + 2 and 3 + 1 bytes: a condition on an attribute does not make the item larger.
    const updateOf = (n: number) => ({
      Statement: update,
      Parameters: [{ S: 'x'.repeat(n) }, { N: '2' }, { S: 'A' }, { N: '1' }],
    });
    const request = requestOf('BatchExecuteStatement', {
      Statements: [
        updateOf(1_024 - 16),
        updateOf(1_024 - 15),
        { Statement: `INSERT INTO "other" VALUE {'sku': ?, 'log': ?}`, Parameters: [{ S: 'A' }, { S: 'x' }] },
      ],
    });
    const answer = bytesOf({ Responses: [{}, {}, {}] });
    const taken = takeCapacity(request, answer);
    expect(taken.body).toBe(answer);
    expect(taken.consumed).toEqual([
      { table: 'stock', kind: 'write', units: 3 },
      { table: 'other', kind: 'write', units: 1 },
    ]);
  });
});
