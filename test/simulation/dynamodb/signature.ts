import { requestOf, verbOf } from './command.ts';
import { conditionText, updateText } from './expression-text.ts';
import { parsedCondition, parsedUpdate } from './parsed-expressions.ts';
import type { Request } from './requests.ts';

/** The kind of an item of a table: the first word of a sort key, as `SAGA` and `waiting#`. */
const partOf = ({ Key }: Request): string => {
  const sortKey = Key === undefined ? undefined : Object.values(Key)[1];
  return (typeof sortKey === 'string' && /^([a-z]+#|[A-Z]{4,}$)/.exec(sortKey)?.[1]) || '';
};

const textOf = (verb: string, request: Request): string => {
  const condition = parsedCondition(request.ConditionExpression);
  const key = parsedCondition(request.KeyConditionExpression);
  const update = parsedUpdate(request.UpdateExpression);
  return [
    verb,
    [request.TableName, request.IndexName].filter((name) => name !== undefined).join('/'),
    ...[partOf(request)].filter((part) => part !== ''),
    ...(update === undefined ? [] : updateText(update.tree, request)),
    ...(key === undefined ? [] : ['BY', conditionText(key.tree, request)]),
    ...(condition === undefined ? [] : ['IF', conditionText(condition.tree, request)]),
  ].join(' ');
};

const capacity = 10_000;
/** By the texts of its expressions, which are long and not to be joined, then by all else. */
const known = new Map<string, Map<string, Map<string, string>>>();
let size = 0;

const remembered = <K, V>(map: Map<K, Map<string, V>>, key: K): Map<string, V> => {
  const found = map.get(key) ?? new Map<string, V>();
  map.set(key, found);
  return found;
};

/** Within a table, the text of an expression stands for what its placeholders do: the first occurrence stands for all. */
const ofOneTable = (verb: string, request: Request): string => {
  const {
    TableName,
    IndexName = '',
    ConditionExpression,
    UpdateExpression = '',
    KeyConditionExpression = '',
  } = request;
  const byUpdate = remembered(known, ConditionExpression ?? KeyConditionExpression);
  const byPlace = remembered(byUpdate, UpdateExpression);
  const place = `${verb} ${TableName} ${IndexName} ${partOf(request)}`;
  const before = byPlace.get(place);
  if (before !== undefined) return before;
  const text = textOf(verb, request);
  byPlace.set(place, text);
  size += 1;
  if (size > capacity) {
    known.clear();
    size = 0;
  }
  return text;
};

/** Each once, however often it is there. */
const distinct = (texts: readonly string[], between: string): string => [...new Set(texts)].join(between);

const quoted = /"([^"]+)"/;

/** A short name for what a command asks: the same for all requests of one place in an adapter, or few. */
export const signatureOf = (command: object): string => {
  const verb = verbOf(command);
  const request = requestOf(command);
  if (request.TransactItems !== undefined) {
    const parts = request.TransactItems.flatMap((entry) =>
      Object.entries(entry).map(([kind, one]) => ofOneTable(kind, one)),
    );
    return `${verb} ${distinct(parts, '; ')}`;
  }
  if (request.Statements !== undefined)
    return `${verb} ${distinct(
      request.Statements.map(({ Statement }) => quoted.exec(Statement)?.[1] ?? ''),
      ', ',
    )}`;
  if (request.RequestItems !== undefined) return `${verb} ${Object.keys(request.RequestItems).join(', ')}`;
  return ofOneTable(verb, request);
};
