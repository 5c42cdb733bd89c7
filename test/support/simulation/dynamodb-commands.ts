import {
  BatchExecuteStatementCommand,
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';

/** A command of the document client, for a table. */
export type Command = (table: string) => { readonly input: object };

/** The index of what is due, as all tables have it. */
export const index = { name: 'due', partitionKey: 'due_shard', sortKey: 'due_at', projection: 'KEYS_ONLY' } as const;

const key = fc.record({ pk: fc.constantFrom('a', 'b'), sk: fc.constantFrom('x', 'y', 'z') });
const tags = fc.uniqueArray(fc.constantFrom('p', 'q', 'r'), { minLength: 1 }).map((list) => new Set(list));
const attributes = fc.record(
  {
    n: fc.integer({ min: -2, max: 3 }),
    s: fc.constantFrom('A', 'a', 'b', 'é'),
    tags,
    l: fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }),
    m: fc.record({ k: fc.integer({ min: 0, max: 2 }) }),
    due_shard: fc.constantFrom('0', '1'),
    due_at: fc.constantFrom('2026-01', '2026-02', '2026-03'),
  },
  { requiredKeys: [] },
);

const conditions = [
  'attribute_not_exists(pk)',
  'attribute_exists(#n)',
  'attribute_not_exists(#n) OR #n < :one',
  '#n = :one AND NOT contains(tags, :p)',
  '#n BETWEEN :one AND :two',
  '(#n IN (:one, :two)) OR s <> :text',
  's >= :text',
  'size(tags) > :one',
  'begins_with(s, :text)',
  'm.k <> :one',
  'l[0] = :one',
  'tags = :tags',
] as const;
const updates = [
  'SET #n = :one',
  'SET #n = if_not_exists(#n, :one) + :two, s = :text',
  'SET #n = #n - :one',
  'ADD #n :one',
  'ADD tags :tags',
  'DELETE tags :tags',
  'REMOVE s, due_shard',
  'SET m.k = :two',
  'SET m = :map REMOVE l[0]',
  'SET l = list_append(if_not_exists(l, :list), :list)',
  'SET due_shard = :text, #at = :text ADD #n :two',
  'SET s = s',
  'ADD s :one',
] as const;

const values: Readonly<Record<string, unknown>> = {
  ':one': 1,
  ':two': 2,
  ':text': 'a',
  ':p': 'p',
  ':tags': new Set(['p', 'q']),
  ':map': { k: 0 },
  ':list': [7],
};
const names: Readonly<Record<string, string>> = { '#n': 'n', '#at': 'due_at' };

const used = <T>(of: Readonly<Record<string, T>>, ...expressions: readonly (string | undefined)[]) => {
  const found = Object.entries(of).filter(([name]) =>
    expressions.some((expression) => new RegExp(`${name}\\b`).test(expression ?? '')),
  );
  return found.length === 0 ? undefined : Object.fromEntries(found);
};
const placeholders = (...expressions: readonly (string | undefined)[]) => ({
  ExpressionAttributeNames: used(names, ...expressions),
  ExpressionAttributeValues: used(values, ...expressions),
});

const condition = fc.option(fc.constantFrom(...conditions), { nil: undefined });
const old = fc.constantFrom('ALL_OLD' as const, 'NONE' as const);

const putInput = fc.record({ key, attributes, condition, old }).map((it) => ({
  Item: { ...it.attributes, ...it.key },
  ConditionExpression: it.condition,
  ...placeholders(it.condition),
  ReturnValuesOnConditionCheckFailure: it.old,
}));
const updateInput = fc.record({ key, condition, old, update: fc.constantFrom(...updates) }).map((it) => ({
  Key: it.key,
  UpdateExpression: it.update,
  ConditionExpression: it.condition,
  ...placeholders(it.condition, it.update),
  ReturnValuesOnConditionCheckFailure: it.old,
}));
/** Whole attributes: of others the new values come in the map that they are in. */
const updatedNewInput = updateInput.filter(({ UpdateExpression }) => !/[.[]/.test(UpdateExpression));
const deleteInput = fc.record({ key, condition }).map((it) => ({
  Key: it.key,
  ConditionExpression: it.condition,
  ...placeholders(it.condition),
}));

const checkInput = fc.record({ key, condition: fc.constantFrom(...conditions), old }).map((it) => ({
  Key: it.key,
  ConditionExpression: it.condition,
  ...placeholders(it.condition),
  ReturnValuesOnConditionCheckFailure: it.old,
}));

/** One item once: where it is twice, DynamoDB refuses the request, and DynamoDB Local only sometimes. */
const targetOf = (entry: object): string => {
  const [{ Item, Key }] = Object.values(entry) as [{ Item?: Record<string, unknown>; Key?: Record<string, unknown> }];
  const { pk, sk } = Key ?? Item ?? {};
  return `${pk} ${sk}`;
};

const transaction = fc
  .uniqueArray(
    fc.oneof(
      putInput.map((Put) => ({ Put })),
      updateInput.map((Update) => ({ Update })),
      deleteInput.map((Delete) => ({ Delete })),
      checkInput.map((ConditionCheck) => ({ ConditionCheck })),
    ),
    { minLength: 1, maxLength: 4, selector: targetOf },
  )
  .map(
    (items): Command =>
      (TableName) =>
        new TransactWriteCommand({
          TransactItems: items.map(
            (item) =>
              Object.fromEntries(
                Object.entries(item).map(([kind, input]) => [kind, { TableName, ...input }]),
              ) as object,
          ),
        } as ConstructorParameters<typeof TransactWriteCommand>[0]),
  );

const statement = (table: string) =>
  fc.oneof(
    fc.record({ key, n: fc.integer({ min: 0, max: 2 }), l: fc.array(fc.constantFrom('p', 'q')) }).map((it) => ({
      Statement: `INSERT INTO "${table}" VALUE {'pk': ?, 'sk': ?, 'n': ?, 'l': ?}`,
      Parameters: [it.key.pk, it.key.sk, it.n, it.l],
    })),
    fc.record({ key, n: fc.integer({ min: 0, max: 2 }), before: fc.integer({ min: 0, max: 2 }) }).map((it) => ({
      Statement: `UPDATE "${table}" SET "n" = ? SET "l" = ? WHERE "pk" = ? AND "sk" = ? AND "n" = ?`,
      Parameters: [it.n, ['r', [1]], it.key.pk, it.key.sk, it.before],
    })),
  );
const statements = fc
  .uniqueArray(statement('TABLE'), {
    minLength: 1,
    maxLength: 4,
    selector: ({ Statement, Parameters }) =>
      JSON.stringify(Parameters.slice(...(/^INSERT/.test(Statement) ? [0, 2] : [2, 4]))),
  })
  .map(
    (list): Command =>
      (table) =>
        new BatchExecuteStatementCommand({
          Statements: list.map((one) => ({ ...one, Statement: one.Statement.replace('TABLE', table) })),
        }),
  );

const query = fc
  .record({
    by: fc.constantFrom('pk = :key', 'pk = :key AND sk > :least', 'pk = :key AND begins_with(sk, :least)'),
    forward: fc.boolean(),
    limit: fc.constantFrom(undefined, 1, 2),
    filter: fc.constantFrom(undefined, 'attribute_exists(s)'),
    projection: fc.constantFrom(undefined, 'pk, sk, n'),
    start: fc.option(fc.constantFrom('x', 'y', 'z'), { nil: undefined }),
  })
  // A page goes on within what the query finds.
  .filter(({ by, start }) => start === undefined || by === 'pk = :key')
  .map(
    ({ by, forward, limit, filter, projection, start }): Command =>
      (TableName) =>
        new QueryCommand({
          TableName,
          KeyConditionExpression: by,
          ExpressionAttributeValues: { ':key': 'a', ...(by.includes(':least') && { ':least': 'y' }) },
          FilterExpression: filter,
          ProjectionExpression: projection,
          ScanIndexForward: forward,
          ExclusiveStartKey: start && { pk: 'a', sk: start },
          Limit: limit,
          ConsistentRead: true,
        }),
  );
const dueQuery = fc.constant<Command>(
  (TableName) =>
    new QueryCommand({
      TableName,
      IndexName: index.name,
      KeyConditionExpression: 'due_shard = :shard AND #at < :before',
      ExpressionAttributeNames: { '#at': 'due_at' },
      ExpressionAttributeValues: { ':shard': '0', ':before': '2026-03' },
    }),
);

export const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: putInput.map(
      (input): Command =>
        (TableName) =>
          new PutCommand({ TableName, ...input }),
    ),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(updateInput, fc.constantFrom('ALL_NEW' as const, 'ALL_OLD' as const, 'NONE' as const)).map(
      ([input, ReturnValues]): Command =>
        (TableName) =>
          new UpdateCommand({ TableName, ...input, ReturnValues }),
    ),
  },
  {
    weight: 2,
    arbitrary: updatedNewInput.map(
      (input): Command =>
        (TableName) =>
          new UpdateCommand({ TableName, ...input, ReturnValues: 'UPDATED_NEW' }),
    ),
  },
  {
    weight: 1,
    arbitrary: deleteInput.map(
      (input): Command =>
        (TableName) =>
          new DeleteCommand({ TableName, ...input }),
    ),
  },
  { weight: 3, arbitrary: transaction },
  { weight: 3, arbitrary: statements },
  { weight: 2, arbitrary: query },
  { weight: 1, arbitrary: dueQuery },
  {
    weight: 1,
    arbitrary: key.map(
      (Key): Command =>
        (TableName) =>
          new GetCommand({ TableName, Key, ConsistentRead: true }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.array(key, { minLength: 1, maxLength: 4 }).map(
      (Keys): Command =>
        (table) =>
          new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(
        fc.oneof(
          putInput.map(({ Item }) => ({ PutRequest: { Item } })),
          key.map((Key) => ({ DeleteRequest: { Key } })),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map(
        (writes): Command =>
          (table) =>
            new BatchWriteCommand({ RequestItems: { [table]: writes } }),
      ),
  },
);
