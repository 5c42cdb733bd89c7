import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue, Item } from './attribute-value.ts';
import { decided, type WriteKind } from './decision.ts';
import { checkPlaceholders, resolved } from './expression.ts';
import { parsedPaths, parsedUpdate } from './parsed-expressions.ts';
import { projected } from './projection.ts';
import type { Request } from './requests.ts';
import { metadata, type Store } from './store.ts';

export const get = (store: Store, request: Request): object => {
  const table = store.table(request.TableName);
  const projection = parsedPaths(request.ProjectionExpression);
  checkPlaceholders(request, projection);
  const item = store.reading(table, request.ConsistentRead).get(table.keyOf(request.Key ?? {}));
  return item === undefined ? { ...metadata } : { ...metadata, Item: projected(item, projection, request) };
};

/** The attributes that an update touches, with the values that they have then. */
const updatedNew = (request: Request, after: Item | undefined): Item | undefined => {
  const { set = [], add = [], delete: cut = [] } = parsedUpdate(request.UpdateExpression)?.tree ?? {};
  const found: Record<string, AttributeValue> = {};
  for (const { path } of [...set, ...add, ...cut]) {
    if (path.length > 1) throw new Error('The simulated DynamoDB returns whole attributes');
    const name = String(resolved(path[0] ?? '', request));
    const value = after?.[name];
    if (value !== undefined) found[name] = value;
  }
  return Object.keys(found).length === 0 ? undefined : found;
};

const returned = (request: Request, before: Item | undefined, after: Item | undefined): Item | undefined => {
  switch (request.ReturnValues) {
    case 'NONE':
    case undefined:
      return undefined;
    case 'ALL_NEW':
      return after;
    case 'ALL_OLD':
      return before;
    case 'UPDATED_NEW':
      return updatedNew(request, after);
    default:
      throw new Error(`The simulated DynamoDB does not return ${request.ReturnValues}`);
  }
};

/** The item that a condition did not hold for, as the client's error has it. */
export const refusedItem = (request: Request, before: Item | undefined) =>
  request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before !== undefined ? { Item: marshall(before) } : {};

/** @throws {ConditionalCheckFailedException} @throws {ValidationException} */
export const write = (store: Store, kind: WriteKind, request: Request): object => {
  const decision = decided(store.table(request.TableName), kind, request);
  if (decision.kind === 'invalid') throw decision.error;
  if (decision.kind === 'refused') {
    throw new ConditionalCheckFailedException({
      ...metadata,
      message: 'The conditional request failed',
      ...refusedItem(request, decision.before),
    });
  }
  if (decision.kind === 'checked') return { ...metadata };
  const Attributes = returned(request, decision.before, decision.after);
  store.commit([decision]);
  return Attributes === undefined ? { ...metadata } : { ...metadata, Attributes };
};
