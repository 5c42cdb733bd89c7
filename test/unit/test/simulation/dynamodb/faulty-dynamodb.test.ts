import {
  ConditionalCheckFailedException,
  InternalServerError,
  ProvisionedThroughputExceededException,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchExecuteStatementCommand,
  BatchGetCommand,
  BatchWriteCommand,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { conditional, request, transaction } from '../../../../../functions/shared/runtime/dynamodb/dynamodb-errors.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';
import { type DynamoDbFault, faultNamed, faultsFor } from '../../../../simulation/dynamodb/dynamodb-fault.ts';
import { FaultyDynamoDb } from '../../../../simulation/dynamodb/faulty-dynamodb.ts';

const table = 'table';
const newDatabase = () => new FaultyDynamoDb([{ name: table, partitionKey: 'id' }]);
const ids = ['a', 'b', 'c', 'd'];
const idsIn = (database: FaultyDynamoDb) =>
  database
    .table(table)
    .all()
    .map(({ id }) => id)
    .sort();

const create = (id = 'a') =>
  new PutCommand({ TableName: table, Item: { id }, ConditionExpression: 'attribute_not_exists(id)' });
const createAll = new TransactWriteCommand({
  TransactItems: ids.map((id) => ({
    Put: { TableName: table, Item: { id }, ConditionExpression: 'attribute_not_exists(id)' },
  })),
});
const putAll = new BatchWriteCommand({
  RequestItems: { [table]: ids.map((id) => ({ PutRequest: { Item: { id } } })) },
});
const getAll = new BatchGetCommand({
  RequestItems: { [table]: { Keys: ids.map((id) => ({ id })), ConsistentRead: true } },
});
const insertAll = new BatchExecuteStatementCommand({
  Statements: ids.map((id) => ({ Statement: `INSERT INTO "${table}" VALUE {'id': ?}`, Parameters: [id] })),
});
const get = new GetCommand({ TableName: table, Key: { id: 'a' } });

/** What is thrown, and what is stored then. */
const thrownBy = (command: object, fault: DynamoDbFault) => {
  const database = newDatabase();
  try {
    database.executeWith(command, fault);
  } catch (thrown) {
    return { thrown, stored: idsIn(database) };
  }
  throw new Error('Nothing was thrown');
};

const some = { share: 0.5, from: 0.25 };

describe('a request that is refused', () => {
  it.each([
    ['throttled', create(), ThrottlingException],
    ['over-capacity', create(), ProvisionedThroughputExceededException],
    ['over-capacity', createAll, TransactionCanceledException],
    ['internal-error', create(), InternalServerError],
    ['timeout', create(), Error],
  ] as const)('as %s throws what the SDK throws, and does nothing', async (kind, command, type) => {
    const { thrown, stored } = thrownBy(command, { kind });
    expect(thrown).toBeInstanceOf(type);
    expect(stored).toEqual([]);
    await expect(request(() => Promise.reject(thrown))).rejects.toBeInstanceOf(TransientError);
    await expect(transaction(() => Promise.reject(thrown))).rejects.toBeInstanceOf(TransientError);
  });

  it('meets the transaction of another', async () => {
    const single = thrownBy(create(), { kind: 'conflict', ...some });
    expect(single.thrown).toBeInstanceOf(TransactionConflictException);
    expect(single.stored).toEqual([]);
    await expect(conditional(() => Promise.reject(single.thrown))).rejects.toBeInstanceOf(TransientError);
    const several = thrownBy(createAll, { kind: 'conflict', ...some });
    expect(several.stored).toEqual([]);
    expect(await transaction(() => Promise.reject(several.thrown))).toBe('conflict');
    const { CancellationReasons } = several.thrown as TransactionCanceledException;
    expect(CancellationReasons?.map(({ Code }) => Code)).toEqual(['None', 'TransactionConflict', 'None', 'None']);
  });
});

describe('an answer that is lost', () => {
  it('is a timeout, whatever was done', () => {
    const { thrown, stored } = thrownBy(create(), { kind: 'answer-lost' });
    expect(thrown).toMatchObject({ name: 'TimeoutError' });
    expect(stored).toEqual(['a']);
    const database = newDatabase();
    database.execute(create());
    expect(() => database.executeWith(create(), { kind: 'answer-lost' })).toThrow('timed out');
  });

  it('leaves a part of a batch done', () => {
    for (const command of [putAll, insertAll]) {
      const { thrown, stored } = thrownBy(command, { kind: 'partly-applied', ...some });
      expect(thrown).toMatchObject({ name: 'TimeoutError' });
      expect(stored).toEqual(['b', 'c']);
      // All of it would be an answer that is lost.
      expect(thrownBy(command, { kind: 'partly-applied', share: 1, from: 0 }).stored).toEqual(['a', 'b', 'c']);
    }
  });

  it('makes the SDK ask again: a condition may fail on the first request', () => {
    const database = newDatabase();
    expect(() => database.executeWith(create(), { kind: 'repeated' })).toThrow(ConditionalCheckFailedException);
    expect(idsIn(database)).toEqual(['a']);
    const answer = newDatabase().executeWith(insertAll, { kind: 'repeated' });
    expect(answer).toMatchObject({ Responses: ids.map(() => ({ Error: { Code: 'DuplicateItem' } })) });
  });

  it('does not make a transaction fail on itself', () => {
    const database = newDatabase();
    expect(database.executeWith(createAll, { kind: 'repeated' })).toMatchObject({});
    expect(idsIn(database)).toEqual(ids);
    // Requested again it is another transaction.
    expect(() => database.executeWith(createAll, { kind: 'repeated' })).toThrow(TransactionCanceledException);
  });
});

describe('a batch', () => {
  it('is left undone in part', () => {
    const database = newDatabase();
    expect(database.executeWith(putAll, { kind: 'left-undone', ...some })).toMatchObject({
      UnprocessedItems: { [table]: [{ PutRequest: { Item: { id: 'b' } } }, { PutRequest: { Item: { id: 'c' } } }] },
    });
    expect(idsIn(database)).toEqual(['a', 'd']);
    expect(database.executeWith(getAll, { kind: 'left-undone', share: 0.5, from: 0.5 })).toMatchObject({
      Responses: { [table]: [{ id: 'a' }] },
      UnprocessedKeys: { [table]: { Keys: [{ id: 'c' }, { id: 'd' }], ConsistentRead: true } },
    });
  });

  it('is done in the end, however much is left each time', () => {
    const database = newDatabase();
    let command: BatchWriteCommand = putAll;
    for (let tries = 0; tries < ids.length; tries += 1) {
      const fault = { kind: 'left-undone', share: 1, from: 0 } as const;
      const { UnprocessedItems } = database.executeWith(command, fault) as {
        UnprocessedItems: typeof command.input.RequestItems;
      };
      if (Object.keys(UnprocessedItems ?? {}).length === 0) break;
      command = new BatchWriteCommand({ RequestItems: UnprocessedItems });
    }
    expect(idsIn(database)).toEqual(ids);
  });

  it('of statements has some that fail', () => {
    const database = newDatabase();
    const fault = { kind: 'statements-failed', code: 'ThrottlingError', ...some } as const;
    const answer = database.executeWith(insertAll, fault) as {
      readonly Responses: readonly { Error?: { Code: string } }[];
    };
    expect(answer.Responses.map(({ Error: error }) => error?.Code)).toEqual([
      undefined,
      'ThrottlingError',
      'ThrottlingError',
      undefined,
    ]);
    expect(idsIn(database)).toEqual(['a', 'd']);
  });
});

it('has for every command the faults that fit it, and no others', () => {
  const one = new BatchGetCommand({ RequestItems: { [table]: { Keys: [{ id: 'a' }] } } });
  const refusals = ['throttled', 'over-capacity', 'internal-error', 'timeout'];
  expect(faultsFor(get)).toEqual(refusals);
  expect(faultsFor(one)).toEqual(refusals);
  expect(faultsFor(getAll)).toEqual([...refusals, 'left-undone']);
  expect(faultsFor(create())).toEqual([...refusals, 'answer-lost', 'repeated', 'conflict']);
  expect(faultsFor(putAll)).toEqual([...refusals, 'answer-lost', 'repeated', 'left-undone', 'partly-applied']);
  for (const command of [get, getAll, create(), createAll, putAll, insertAll]) {
    for (const kind of faultsFor(command)) {
      for (let amount = 0; amount < 20; amount += 1) {
        try {
          newDatabase().executeWith(command, faultNamed(kind, amount));
        } catch (thrown) {
          expect(thrown).toHaveProperty('name', expect.stringMatching(/Exception$|Error$/));
          expect(thrown).not.toHaveProperty('name', 'ValidationException');
          expect(thrown).not.toHaveProperty('name', 'TypeError');
        }
      }
    }
  }
});
