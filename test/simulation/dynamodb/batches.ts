import { type Item, storedItem } from './attribute-value.ts';
import { decided } from './decision.ts';
import { checkPlaceholders, ValidationException } from './expression.ts';
import { parsedPaths } from './parsed-expressions.ts';
import { statementWrite } from './partiql.ts';
import { projected } from './projection.ts';
import type { Request } from './requests.ts';
import { namesOf } from './simulated-table.ts';
import { type ItemWrite, metadata, type Store } from './store.ts';

/** @throws {ValidationException} an item is named twice. */
export const checkDistinct = (names: readonly string[], message = 'Provided list of item keys contains duplicates') => {
  if (new Set(names).size < names.length) throw new ValidationException(message);
};

const checkCount = (count: number, most: number, message: string): void => {
  if (count === 0 || count > most) throw new ValidationException(message);
};

type KeysAndAttributes = Request & { readonly Keys: readonly Item[] };

export const batchGet = (store: Store, { RequestItems = {} }: Request): object => {
  const requested = Object.entries(RequestItems) as [string, KeysAndAttributes][];
  const count = requested.reduce((sum, [, { Keys }]) => sum + Keys.length, 0);
  checkCount(count, 100, 'Too many items requested for the BatchGetItem call');
  const Responses: Record<string, Item[]> = {};
  for (const [name, request] of requested) {
    const table = store.table(name);
    const projection = parsedPaths(request.ProjectionExpression);
    checkPlaceholders(request, projection);
    checkDistinct(request.Keys.map((key) => table.nameOf(table.keyOf(key))));
    const reading = store.reading(table, request.ConsistentRead);
    const found: Item[] = [];
    for (const key of request.Keys) {
      const item = reading.get(key);
      if (item !== undefined) found.push(projected(item, projection, request));
    }
    Responses[name] = found;
  }
  return { ...metadata, Responses, UnprocessedKeys: {} };
};

type WriteRequest = {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
};

/** Each item by itself. */
export const batchWrite = (store: Store, { RequestItems = {} }: Request): object => {
  const writes: ItemWrite[] = [];
  const names: string[] = [];
  for (const [name, list] of Object.entries(RequestItems)) {
    const table = store.table(name);
    for (const { PutRequest, DeleteRequest } of list as readonly WriteRequest[]) {
      const after = PutRequest && table.checked(storedItem(PutRequest.Item));
      const key = after ?? table.keyOf(DeleteRequest?.Key ?? {});
      writes.push({ table, before: table.get(key), after });
      names.push(`${name}\0${table.nameOf(key)}`);
    }
  }
  checkCount(writes.length, 25, 'Too many items requested for the BatchWriteItem call');
  checkDistinct(names);
  for (const write of writes) store.commit([write]);
  return { ...metadata, UnprocessedItems: {} };
};

/** Each statement by itself: one that is refused leaves the others done. */
export const statements = (store: Store, { Statements = [] }: Request): object => {
  checkCount(Statements.length, 25, 'Member must have length less than or equal to 25');
  const keysOf = (name: string) => namesOf(store.table(name).definition);
  const writes = Statements.map((statement) => statementWrite(statement, keysOf));
  checkDistinct(
    writes.map(({ request: { TableName, Key, Item } }) => {
      const table = store.table(TableName);
      return `${TableName}\0${table.nameOf(Item ? table.keyed(Item) : table.keyOf(Key ?? {}))}`;
    }),
  );
  const Responses = writes.map(({ kind, request, refusal }) => {
    const { TableName } = request;
    const decision = decided(store.table(TableName), kind, request);
    if (decision.kind === 'refused') return { TableName, Error: refusal };
    if (decision.kind === 'invalid')
      return { TableName, Error: { Code: 'ValidationError', Message: decision.error.message } };
    if (decision.kind === 'write') store.commit([decision]);
    return { TableName };
  });
  return { ...metadata, Responses };
};
