import { randomUUID } from 'node:crypto';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaultyDynamoDb } from '../../simulation/dynamodb/faulty-dynamodb.ts';
import { dynamodbLocal } from '../../support/dynamodb-fixture.ts';
import { type Command, command, index } from '../../support/simulation/dynamodb-commands.ts';

const { client: real } = dynamodbLocal();

const createTable = (name: string) =>
  real.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'due_shard', 'due_at'].map((key) => ({
        AttributeName: key,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: index.name,
          KeySchema: [
            { AttributeName: index.partitionKey, KeyType: 'HASH' },
            { AttributeName: index.sortKey, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  );

type Client = Pick<DynamoDBDocumentClient, 'send'>;

/** Sets as sorted arrays, lists of a batch in one order: what may differ without meaning anything. */
const plain = (value: unknown): unknown => {
  if (value instanceof Set) return { set: [...value].sort() };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name, member]) => name !== '$metadata' && name !== 'ConsumedCapacity' && member !== undefined)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, member]) => [name, plain(member)]),
    );
  }
  return value;
};

const sorted = (items: readonly unknown[]): readonly string[] =>
  items.map((item) => JSON.stringify(plain(item))).sort();

/** A batch has no order, and an index none among items of one key. */
const withoutOrder = (answer: unknown, { IndexName }: { readonly IndexName?: string }): unknown => {
  const { Responses, Items } = answer as {
    readonly Responses?: Readonly<Record<string, readonly unknown[]>>;
    readonly Items?: readonly unknown[];
  };
  // Those of statements are in their order.
  if (Array.isArray(Responses)) return answer;
  if (Responses !== undefined) return { ...(answer as object), Responses: Object.values(Responses).map(sorted) };
  if (Items !== undefined && IndexName !== undefined) return { ...(answer as object), Items: sorted(Items) };
  return answer;
};

/** What came of a command: its answer, or the name of the error with what it carries. */
const outcomeOf = async (client: Client, command: ReturnType<Command>): Promise<unknown> => {
  try {
    return plain(withoutOrder(await client.send(command as Parameters<Client['send']>[0]), command.input));
  } catch (thrown) {
    const { name, Item, CancellationReasons } = thrown as Error & {
      readonly Item?: Parameters<typeof unmarshall>[0];
      readonly CancellationReasons?: readonly { readonly Code?: string; readonly Item?: typeof Item }[];
    };
    // A defect is a defect: the engines differ in how they report it of one item of a transaction.
    if (CancellationReasons?.some(({ Code }) => Code === 'ValidationError')) return { name: 'ValidationException' };
    return plain({
      name,
      item: Item && unmarshall(Item),
      reasons: CancellationReasons?.map(({ Code, Item: item }) => ({ Code, item: item && unmarshall(item) })),
    });
  }
};

/** As the SDK repeats it after a lost answer: a transaction has the same token both times. */
const sentTwice: Client = {
  send: async (command: { readonly input: object }) => {
    const token = command instanceof TransactWriteCommand ? { ClientRequestToken: randomUUID() } : {};
    const once = () =>
      real.send(new (command.constructor as new (input: object) => never)({ ...command.input, ...token }));
    await once().catch(() => undefined);
    return once();
  },
};

const readable = (input: object): string =>
  JSON.stringify(input, (_, value) => (value instanceof Set ? [...value] : value));

describe('the simulated DynamoDB', () => {
  let tables = 0;
  const newTable = async () => {
    tables += 1;
    const table = `table-${tables}`;
    await createTable(table);
    const definition = { name: table, partitionKey: 'pk', sortKey: 'sk', indexes: [index] };
    return { table, simulated: new FaultyDynamoDb([definition]) };
  };

  it('answers every sequence of requests as the real engine does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 30 }), async (commands) => {
        const { table, simulated } = await newTable();
        for (const make of commands) {
          const input = readable(make(table).input);
          expect({ input, outcome: await outcomeOf(simulated.client, make(table)) }).toEqual({
            input,
            outcome: await outcomeOf(real, make(table)),
          });
        }
      }),
      { numRuns: 25 },
    );
  }, 240_000);

  it('answers the same request, sent again, as the real engine does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 15 }), async (commands) => {
        const { table, simulated } = await newTable();
        const repeating = {
          send: async (sent: object) => simulated.executeWith(sent, { kind: 'repeated' }),
        } as Client;
        for (const make of commands) {
          const input = readable(make(table).input);
          expect({ input, outcome: await outcomeOf(repeating, make(table)) }).toEqual({
            input,
            outcome: await outcomeOf(sentTwice, make(table)),
          });
        }
      }),
      { numRuns: 15 },
    );
  }, 240_000);

  it('knows a transaction by its token, and refuses another with the same', async () => {
    const { table, simulated } = await newTable();
    const ClientRequestToken = randomUUID();
    const adding = (pk: string) => {
      const add = { UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } };
      const TransactItems = [{ Update: { TableName: table, Key: { pk, sk: 'x' }, ...add } }];
      return new TransactWriteCommand({ TransactItems, ClientRequestToken });
    };
    const get = new GetCommand({ TableName: table, Key: { pk: 'a', sk: 'x' }, ConsistentRead: true });
    for (const make of [adding('a'), adding('a'), adding('b'), get]) {
      expect(await outcomeOf(simulated.client, make)).toEqual(await outcomeOf(real, make));
    }
    expect(await simulated.client.send(get)).toMatchObject({ Item: { n: 1 } });
  });
});
