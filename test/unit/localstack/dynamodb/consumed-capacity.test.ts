import { describe, expect, it } from 'vitest';
import { askForCapacity, takeCapacity } from '../../../../localstack/dynamodb/consumed-capacity.ts';
import { parseRequest } from '../../../../localstack/dynamodb/request.ts';

const requestOf = (operation: string, body: object) => {
  const original = Buffer.from(JSON.stringify(body));
  const headers = {
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    authorization:
      'AWS4-HMAC-SHA256 Credential=orderIntake/20250101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  };
  return { original, request: parseRequest(headers, original) };
};

const responseOf = (body: object, status = 200) => ({ status, headers: {}, body: Buffer.from(JSON.stringify(body)) });
const bodyOf = ({ body }: { readonly body: Buffer }): unknown => JSON.parse(body.toString());

describe('a DynamoDB request', () => {
  it.each<[operation: string, body: object, tables: readonly string[]]>([
    ['PutItem', { TableName: 'orders' }, ['orders']],
    ['BatchWriteItem', { RequestItems: { orders: [], stock: [] } }, ['orders', 'stock']],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'a' } },
          { ConditionCheck: { TableName: 'b' } },
          { Update: { TableName: 'a' } },
        ],
      },
      ['a', 'b'],
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
      ['a-b', 'stock'],
    ],
    ['ListTables', {}, []],
  ])('%s names its caller and tables', (operation, body, tables) => {
    expect(requestOf(operation, body).request).toEqual({ operation, caller: 'orderIntake', tables, body });
  });

  it('without signature or target has an unknown caller and operation', () => {
    expect(parseRequest({}, Buffer.alloc(0))).toMatchObject({ operation: 'unknown', caller: 'unknown' });
  });
});

describe('consumed capacity', () => {
  it.each([[{}], [{ ReturnConsumedCapacity: 'NONE' }]])('is requested where the caller did not: %j', (wanted) => {
    const { request, original } = requestOf('GetItem', { TableName: 'orders', ...wanted });
    const forwarded = JSON.parse(askForCapacity(request, original).toString());
    expect(forwarded).toEqual({ TableName: 'orders', ReturnConsumedCapacity: 'TOTAL' });
  });

  it.each(['TOTAL', 'INDEXES'])('is left as requested by a caller that wants %s', (ReturnConsumedCapacity) => {
    const { request, original } = requestOf('GetItem', { TableName: 'orders', ReturnConsumedCapacity });
    expect(askForCapacity(request, original)).toBe(original);
    const response = responseOf({ ConsumedCapacity: { TableName: 'orders', CapacityUnits: 0.5 } });
    const taken = takeCapacity(request, response);
    expect(taken.response).toBe(response);
    expect(taken.consumed).toEqual([{ table: 'orders', kind: 'read', units: 0.5 }]);
  });

  it('is not requested where DynamoDB has none', () => {
    const { request, original } = requestOf('DescribeTable', { TableName: 'orders' });
    expect(askForCapacity(request, original)).toBe(original);
    const response = responseOf({ Table: {} });
    expect(takeCapacity(request, response)).toEqual({ consumed: [], response });
  });

  it('of a transaction is two units for each kilobyte begun of each item, whatever DynamoDB Local reports', () => {
    const { request } = requestOf('TransactWriteItems', {
      TransactItems: [
        { Put: { TableName: 'orders', Item: { id: { S: 'x'.repeat(1022) } } } },
        { Put: { TableName: 'orders', Item: { id: { S: 'x'.repeat(1023) } } } },
        { Update: { TableName: 'stock' } },
      ],
    });
    const ConsumedCapacity = [
      { TableName: 'orders', CapacityUnits: 2 },
      { TableName: 'stock', CapacityUnits: 2 },
    ];
    const taken = takeCapacity(request, responseOf({ ConsumedCapacity, ItemCollectionMetrics: {} }));
    expect(bodyOf(taken.response)).toEqual({ ItemCollectionMetrics: {} });
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
    const { request } = requestOf('BatchExecuteStatement', {
      Statements: [
        updateOf(1_024 - 16),
        updateOf(1_024 - 15),
        { Statement: `INSERT INTO "other" VALUE {'sku': ?, 'log': ?}`, Parameters: [{ S: 'A' }, { S: 'x' }] },
      ],
    });
    const taken = takeCapacity(request, responseOf({ Responses: [{}, {}, {}] }));
    expect(bodyOf(taken.response)).toEqual({ Responses: [{}, {}, {}] });
    expect(taken.consumed).toEqual([
      { table: 'stock', kind: 'write', units: 3 },
      { table: 'other', kind: 'write', units: 1 },
    ]);
  });

  it('of an error is nothing, and the error is passed on', () => {
    const { request } = requestOf('PutItem', { TableName: 'orders' });
    const response = responseOf({ __type: 'ConditionalCheckFailedException' }, 400);
    expect(takeCapacity(request, response)).toEqual({ consumed: [], response });
  });
});
