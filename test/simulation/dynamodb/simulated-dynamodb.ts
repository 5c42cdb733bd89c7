import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type AttributeValue, copied, equal, type Item } from './attribute-value.ts';
import { holds, updated, valueAt } from './evaluate.ts';
import { Placeholders, parseCondition, parsePaths, parseUpdate, ValidationException } from './expression.ts';
import { type Statement, statementWrite } from './partiql.ts';
import { checkedRequest, type Request } from './requests.ts';
import { SimulatedTable, type TableDefinition } from './simulated-table.ts';

const metadata = { $metadata: {} };

class ResourceNotFoundException extends Error {
  override readonly name = 'ResourceNotFoundException';
}

class IdempotentParameterMismatchException extends Error {
  override readonly name = 'IdempotentParameterMismatchException';
}

/** What a write comes to, decided before anything is stored. */
type Decided =
  | {
      readonly kind: 'write';
      readonly before: Item | undefined;
      readonly after: Item | undefined;
      readonly apply: () => void;
    }
  | { readonly kind: 'refused'; readonly before: Item | undefined }
  /** The request is sound, but not for the item as it stands. */
  | { readonly kind: 'invalid'; readonly before: Item | undefined; readonly error: ValidationException };

const transactionLimit = 100;

const copiedStatement = ({ Statement: text, Parameters = [] }: Statement): Statement => ({
  Statement: text,
  Parameters: Parameters.map(copied),
});

/**
 * DynamoDB in memory, as far as the adapters use it: one request is one indivisible step. It takes the commands of the
 * document client. A contract suite holds it to the real engine.
 */
export class SimulatedDynamoDb {
  readonly #tables: ReadonlyMap<string, SimulatedTable>;
  readonly #tokens = new Map<string, Request['TransactItems']>();

  constructor(definitions: readonly TableDefinition[]) {
    this.#tables = new Map(definitions.map((definition) => [definition.name, new SimulatedTable(definition)]));
  }

  /** The document client that the adapters are given. */
  get client(): DynamoDBDocumentClient {
    return { send: async (command: object) => this.execute(command) } as unknown as DynamoDBDocumentClient;
  }

  /** Executes a command of `@aws-sdk/lib-dynamodb`. @throws what the SDK throws. */
  execute(command: object): unknown {
    const name = command.constructor.name;
    const request = checkedRequest(Reflect.get(command, 'input'));
    switch (name) {
      case 'GetCommand':
        return this.#get(request);
      case 'PutCommand':
      case 'UpdateCommand':
      case 'DeleteCommand':
        return this.#write(name.slice(0, -'Command'.length), request);
      case 'QueryCommand':
      case 'ScanCommand':
        return this.#query(request);
      case 'BatchGetCommand':
        return this.#batchGet(request);
      case 'BatchWriteCommand':
        return this.#batchWrite(request);
      case 'TransactWriteCommand':
        return this.#transact(request);
      case 'BatchExecuteStatementCommand':
        return this.#statements(request);
      default:
        throw new Error(`The simulated DynamoDB does not know ${name}`);
    }
  }

  table(name: string | undefined): SimulatedTable {
    const table = this.#tables.get(name ?? '');
    if (table === undefined) throw new ResourceNotFoundException('Requested resource not found');
    return table;
  }

  /** @param now milliseconds since the epoch. */
  expire(now: number): void {
    for (const table of this.#tables.values()) table.expire(now / 1000);
  }

  #get(request: Request): object {
    const table = this.table(request.TableName);
    const placeholders = placeholdersOf(request);
    const item = table.get(table.keyOf(request.Key ?? {}));
    const projected = item && projection(item, request.ProjectionExpression, placeholders);
    placeholders.checkUsed();
    return { ...metadata, ...(projected && { Item: copied(projected) }) };
  }

  #write(kind: string, request: Request): object {
    const decided = this.#decide(kind, request);
    if (decided.kind === 'invalid') throw decided.error;
    if (decided.kind === 'refused') {
      throw new ConditionalCheckFailedException({
        ...metadata,
        message: 'The conditional request failed',
        ...(request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' &&
          decided.before && { Item: marshall(decided.before) }),
      });
    }
    decided.apply();
    const returned = { ALL_NEW: decided.after, ALL_OLD: decided.before }[request.ReturnValues ?? ''];
    if (!['NONE', 'ALL_NEW', 'ALL_OLD', undefined].includes(request.ReturnValues)) {
      throw new Error(`The simulated DynamoDB does not return ${request.ReturnValues}`);
    }
    return { ...metadata, ...(returned && { Attributes: copied(returned) }) };
  }

  #decide(kind: string, request: Request): Decided {
    const table = this.table(request.TableName);
    const placeholders = placeholdersOf(request);
    const given = kind === 'Put' ? table.checked(copied(request.Item ?? {}) as Item) : undefined;
    const key = given ? table.keyIn(given) : table.keyOf(request.Key ?? {});
    const before = table.get(key);
    const condition = request.ConditionExpression && parseCondition(request.ConditionExpression, placeholders);
    const clauses =
      request.UpdateExpression === undefined ? undefined : parseUpdate(request.UpdateExpression, placeholders);
    placeholders.checkUsed();
    const touched = clauses ? [...clauses.set, ...clauses.add, ...clauses.delete].map(({ path }) => path) : [];
    if ([...touched, ...(clauses?.remove ?? [])].some(([name]) => name !== undefined && name in key)) {
      throw new ValidationException('Cannot update an attribute that is part of the key');
    }
    if (condition && !holds(condition, before)) return { kind: 'refused', before };
    switch (kind) {
      case 'Put':
        return { kind: 'write', before, after: given, apply: () => given && table.put(given) };
      case 'Update':
        try {
          const after = table.checked(clauses ? updated(before ?? key, clauses) : (before ?? key));
          return { kind: 'write', before, after, apply: () => table.put(after) };
        } catch (error) {
          if (!(error instanceof ValidationException)) throw error;
          return { kind: 'invalid', before, error };
        }
      case 'Delete':
        return { kind: 'write', before, after: undefined, apply: () => table.delete(key) };
      case 'ConditionCheck':
        return { kind: 'write', before, after: before, apply: () => {} };
      default:
        throw new Error(`The simulated DynamoDB does not know ${kind}`);
    }
  }

  #query(request: Request): object {
    const table = this.table(request.TableName);
    const placeholders = placeholdersOf(request);
    if (request.IndexName !== undefined && request.ConsistentRead) {
      throw new ValidationException('Consistent reads are not supported on global secondary indexes');
    }
    const key = request.KeyConditionExpression && parseCondition(request.KeyConditionExpression, placeholders);
    const filter = request.FilterExpression && parseCondition(request.FilterExpression, placeholders);
    const all = table.items(request.IndexName).filter((item) => !key || holds(key, item));
    const ordered = request.ScanIndexForward === false ? all.reverse() : all;
    const start = request.ExclusiveStartKey;
    const from =
      start === undefined ? 0 : ordered.findIndex((item) => equal(table.keyIn(item), table.keyIn(start))) + 1;
    const page = ordered.slice(from, request.Limit === undefined ? undefined : from + request.Limit);
    const last = page.at(-1);
    const more = request.Limit !== undefined && page.length === request.Limit && last !== undefined;
    const found = page.filter((item) => !filter || holds(filter, item));
    const items = found.map((item) => copied(projection(item, request.ProjectionExpression, placeholders)));
    if (found.length === 0 && request.ProjectionExpression) parsePaths(request.ProjectionExpression, placeholders);
    placeholders.checkUsed();
    return {
      ...metadata,
      Count: items.length,
      ScannedCount: page.length,
      ...(request.Select !== 'COUNT' && { Items: items }),
      ...(more && { LastEvaluatedKey: copied(this.#positionOf(table, request.IndexName, last)) }),
    };
  }

  #positionOf(table: SimulatedTable, indexName: string | undefined, item: Item): Item {
    const index = table.definition.indexes?.find(({ name }) => name === indexName);
    const names = [index?.partitionKey, index?.sortKey].filter((name) => name !== undefined);
    return { ...Object.fromEntries(names.map((name) => [name, item[name] ?? null])), ...table.keyIn(item) };
  }

  #batchGet({ RequestItems = {} }: Request): object {
    const requested = Object.entries(RequestItems) as [string, Request & { readonly Keys: readonly Item[] }][];
    const keys = requested.flatMap(([name, { Keys }]) => Keys.map((key) => JSON.stringify([name, key])));
    if (keys.length === 0 || keys.length > 100)
      throw new ValidationException('Too many items requested for the BatchGetItem call');
    if (new Set(keys).size < keys.length)
      throw new ValidationException('Provided list of item keys contains duplicates');
    const responses = requested.map(([name, { Keys, ...request }]) => {
      const table = this.table(name);
      const items = Keys.map((key) => table.get(table.keyOf(key))).filter((item) => item !== undefined);
      return [
        name,
        items.map((item) => copied(projection(item, request.ProjectionExpression, placeholdersOf(request)))),
      ];
    });
    return { ...metadata, Responses: Object.fromEntries(responses), UnprocessedKeys: {} };
  }

  #batchWrite({ RequestItems = {} }: Request): object {
    type Write = { readonly PutRequest?: { readonly Item: Item }; readonly DeleteRequest?: { readonly Key: Item } };
    const writes = Object.entries(RequestItems).flatMap(([name, list]) =>
      (list as readonly Write[]).map(({ PutRequest, DeleteRequest }) => {
        const table = this.table(name);
        const item = PutRequest && table.checked(copied(PutRequest.Item) as Item);
        const key = item ? table.keyIn(item) : table.keyOf(DeleteRequest?.Key ?? {});
        return { name: JSON.stringify([name, key]), apply: () => (item ? table.put(item) : table.delete(key)) };
      }),
    );
    if (writes.length === 0 || writes.length > 25)
      throw new ValidationException('Too many items requested for the BatchWriteItem call');
    if (new Set(writes.map(({ name }) => name)).size < writes.length) {
      throw new ValidationException('Provided list of item keys contains duplicates');
    }
    for (const { apply } of writes) apply();
    return { ...metadata, UnprocessedItems: {} };
  }

  /** Each statement by itself: one that is refused leaves the others done. */
  #statements({ Statements = [] }: Request): object {
    if (Statements.length === 0 || Statements.length > 25)
      throw new ValidationException('Member must have length less than or equal to 25');
    const keysOf = (name: string) => {
      const { partitionKey, sortKey } = this.table(name).definition;
      return sortKey === undefined ? [partitionKey] : [partitionKey, sortKey];
    };
    const writes = Statements.map((statement) => statementWrite(copiedStatement(statement), keysOf));
    const targets = writes.map(({ request: { TableName, Key, Item } }) => {
      const table = this.table(TableName);
      return JSON.stringify([TableName, Item ? table.keyIn(Item) : table.keyOf(Key ?? {})]);
    });
    if (new Set(targets).size < targets.length)
      throw new ValidationException('Provided list of item keys contains duplicates');
    const Responses = writes.map(({ kind, request, refusal }) => {
      const decided = this.#decide(kind, request);
      const { TableName } = request;
      if (decided.kind === 'refused') return { TableName, Error: refusal };
      if (decided.kind === 'invalid')
        return { TableName, Error: { Code: 'ValidationError', Message: decided.error.message } };
      decided.apply();
      return { TableName };
    });
    return { ...metadata, Responses };
  }

  #transact({ TransactItems = [], ClientRequestToken }: Request): object {
    if (TransactItems.length === 0 || TransactItems.length > transactionLimit) {
      throw new ValidationException('Member must have length less than or equal to 100');
    }
    const before = ClientRequestToken === undefined ? undefined : this.#tokens.get(ClientRequestToken);
    if (before !== undefined) {
      const same = equal(copied(before) as AttributeValue, copied(TransactItems) as AttributeValue);
      if (!same) throw new IdempotentParameterMismatchException('A different payload with the same token');
      return { ...metadata };
    }
    const requests = TransactItems.map((entry) => Object.entries(entry)[0] as [string, Request]);
    const targets = requests.map(([, { TableName, Key, Item }]) => {
      const table = this.table(TableName);
      return JSON.stringify([TableName, Item ? table.keyIn(Item) : Key]);
    });
    if (new Set(targets).size < targets.length) {
      throw new ValidationException('Transaction request cannot include multiple operations on one item');
    }
    const decided = requests.map(([kind, request]) => ({
      request,
      outcome: this.#decide(kind, checkedRequest(request)),
    }));
    if (decided.some(({ outcome }) => outcome.kind !== 'write')) {
      throw new TransactionCanceledException({
        ...metadata,
        message: 'Transaction cancelled, please refer cancellation reasons for specific reasons',
        CancellationReasons: decided.map(({ request, outcome: { kind, before: item } }) =>
          kind === 'refused'
            ? {
                Code: 'ConditionalCheckFailed',
                Message: 'The conditional request failed',
                ...(request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && item && { Item: marshall(item) }),
              }
            : { Code: kind === 'invalid' ? 'ValidationError' : 'None' },
        ),
      });
    }
    for (const { outcome } of decided) if (outcome.kind === 'write') outcome.apply();
    if (ClientRequestToken !== undefined)
      this.#tokens.set(ClientRequestToken, copied(TransactItems) as Request['TransactItems']);
    return { ...metadata };
  }
}

const placeholdersOf = (request: Request): Placeholders =>
  new Placeholders(
    request.ExpressionAttributeNames,
    request.ExpressionAttributeValues === undefined
      ? undefined
      : (Object.fromEntries(
          Object.entries(request.ExpressionAttributeValues)
            .filter(([, value]) => value !== undefined)
            .map(([name, value]) => [name, copied(value)]),
        ) as Item),
  );

const projection = (item: Item, expression: string | undefined, placeholders: Placeholders): Item => {
  if (expression === undefined) return item;
  const found = parsePaths(expression, placeholders).flatMap((path) => {
    if (path.length > 1) throw new Error('The simulated DynamoDB projects whole attributes');
    const value = valueAt(item, path);
    return value === undefined ? [] : [[String(path[0]), value] as const];
  });
  return Object.fromEntries(found);
};
