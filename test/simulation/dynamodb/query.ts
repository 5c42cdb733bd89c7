import type { AttributeValue, Item } from './attribute-value.ts';
import { holds } from './condition.ts';
import { type Condition, checkPlaceholders, type Scope, ValidationException } from './expression.ts';
import { operandValue, valueAt } from './operand.ts';
import { parsedCondition, parsedPaths } from './parsed-expressions.ts';
import { projected } from './projection.ts';
import type { Request } from './requests.ts';
import { namesOf, type SimulatedTable } from './simulated-table.ts';
import { comparedBy } from './sorted-items.ts';
import { metadata, type Store } from './store.ts';

/** What the partition's key is to be equal to. */
const partitionIn = (condition: Condition, partitionKey: string, scope: Scope): string | undefined => {
  if (condition.kind === 'and')
    return partitionIn(condition.left, partitionKey, scope) ?? partitionIn(condition.right, partitionKey, scope);
  if (condition.kind !== 'compare' || condition.operator !== '=' || condition.left.kind !== 'path') return undefined;
  // The only item that has the name for a value at the path.
  if (valueAt({ [partitionKey]: partitionKey }, condition.left.path, scope) !== partitionKey) return undefined;
  const value = operandValue(condition.right, undefined, scope);
  return typeof value === 'string' ? value : undefined;
};

/** Those that the key expression finds, in their order; of a scan all. */
const matching = (store: Store, table: SimulatedTable, request: Request): readonly Item[] => {
  const { partitionKey, sortKeys } = table.sorted(request.IndexName).keys;
  const reading = store.reading(table, request.ConsistentRead && request.IndexName === undefined);
  const key = parsedCondition(request.KeyConditionExpression)?.tree;
  if (key === undefined) {
    const names = [partitionKey, ...sortKeys];
    return [...reading.all(request.IndexName)].sort((one, other) => comparedBy(names, one, other));
  }
  const partition = partitionIn(key, partitionKey, request);
  if (partition === undefined) throw new ValidationException('Query condition missed key schema element');
  return reading.partition(partition, request.IndexName).filter((item) => holds(key, item, request));
};

const picked = (item: Item, names: readonly string[]): Item => {
  const found: Record<string, AttributeValue> = {};
  for (const name of names) found[name] = item[name] ?? null;
  return found;
};

/** The items behind a position: that one may be gone. */
const behind = (items: readonly Item[], start: Item, names: readonly string[], forward: boolean): readonly Item[] => {
  const first = items.findIndex((item) => comparedBy(names, item, start) * (forward ? 1 : -1) > 0);
  return first < 0 ? [] : items.slice(first);
};

/** A query, or a scan. */
export const query = (store: Store, request: Request): object => {
  const table = store.table(request.TableName);
  if (request.IndexName !== undefined && request.ConsistentRead) {
    throw new ValidationException('Consistent reads are not supported on global secondary indexes');
  }
  const filter = parsedCondition(request.FilterExpression);
  const projection = parsedPaths(request.ProjectionExpression);
  checkPlaceholders(request, parsedCondition(request.KeyConditionExpression), filter, projection);
  const index = table.definition.indexes?.find(({ name }) => name === request.IndexName);
  const { partitionKey, sortKeys } = table.sorted(request.IndexName).keys;
  const forward = request.ScanIndexForward !== false;
  const found = matching(store, table, request);
  const ordered = forward ? found : [...found].reverse();
  const start = request.ExclusiveStartKey;
  const rest = start === undefined ? ordered : behind(ordered, start, [partitionKey, ...sortKeys], forward);
  const page = request.Limit === undefined ? rest : rest.slice(0, request.Limit);
  const last = page.at(-1);
  const keyNames = [...(index === undefined ? [] : namesOf(index)), ...namesOf(table.definition)];
  const shown = index?.projection === 'KEYS_ONLY' ? page.map((item) => picked(item, keyNames)) : page;
  const kept = filter === undefined ? shown : shown.filter((item) => holds(filter.tree, item, request));
  return {
    ...metadata,
    Count: kept.length,
    ScannedCount: page.length,
    ...(request.Select !== 'COUNT' && { Items: kept.map((item) => projected(item, projection, request)) }),
    ...(page.length === request.Limit && last !== undefined && { LastEvaluatedKey: picked(last, keyNames) }),
  };
};
