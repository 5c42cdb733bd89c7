import type { AttributeValue, Item } from './attribute-value.ts';
import { ValidationException } from './expression.ts';
import type { Request } from './requests.ts';

/** A PartiQL statement with its parameters, as `BatchExecuteStatement` takes it. */
export interface Statement {
  readonly Statement: string;
  readonly Parameters?: readonly AttributeValue[];
}

/** The write that a statement is, and what it is called when its condition does not hold. */
interface StatementWrite {
  readonly kind: 'Put' | 'Update';
  readonly request: Request;
  readonly refusal: { readonly Code: string; readonly Message: string };
}

const insert = /^INSERT INTO "([^"]+)" VALUE \{(.+)\}$/;
const update = /^UPDATE "([^"]+)" (SET .+) WHERE (.+)$/;
const failed = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
const duplicate = { Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' };

/** `'a': ?, 'b': ?`, `SET "a" = ? SET "b" = ?`, `"a" = ? AND "b" = ?`: names, each with a parameter of its own. */
const namesIn = (text: string, one: RegExp, between: RegExp): readonly string[] =>
  text.split(between).map((part) => {
    const name = one.exec(part.trim())?.[1];
    if (name === undefined) throw new Error(`The simulated DynamoDB does not know the PartiQL "${part}"`);
    return name;
  });

const entriesOf = (names: readonly string[], values: readonly AttributeValue[]): Item =>
  Object.fromEntries(names.map((name, index) => [name, values[index] ?? null]));

const updateRequest = (TableName: string, set: Item, where: Item, keyNames: readonly string[]): Request => {
  const conditions = Object.entries(where).filter(([name]) => !keyNames.includes(name));
  const sets = Object.entries(set);
  const compared = conditions.map(([name], index) => [`#c${index}`, name] as const);
  return {
    TableName,
    Key: Object.fromEntries(keyNames.map((name) => [name, where[name] ?? null])),
    UpdateExpression: `SET ${sets.map((_, index) => `#s${index} = :s${index}`).join(', ')}`,
    ConditionExpression: ['attribute_exists(#k)', ...compared.map(([of], index) => `${of} = :c${index}`)].join(' AND '),
    ExpressionAttributeNames: {
      '#k': keyNames[0] ?? '',
      ...Object.fromEntries(compared),
      ...Object.fromEntries(sets.map(([name], index) => [`#s${index}`, name])),
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(conditions.map(([, value], index) => [`:c${index}`, value])),
      ...Object.fromEntries(sets.map(([, value], index) => [`:s${index}`, value])),
    },
  };
};

/** Reads the two forms that the adapters write. @param keysOf names of a table's keys. @throws {Error} another form. */
export const statementWrite = (
  { Statement: text, Parameters = [] }: Statement,
  keysOf: (table: string) => readonly string[],
): StatementWrite => {
  const asked = text.split('?').length - 1;
  if (asked !== Parameters.length)
    throw new ValidationException('Number of parameters in request and statement differ');
  const [, into, fields] = insert.exec(text) ?? [];
  if (into !== undefined && fields !== undefined) {
    const Item = entriesOf(namesIn(fields, /^'(\w+)': \?$/, /,/), Parameters);
    const [partitionKey = ''] = keysOf(into);
    const condition = {
      ConditionExpression: 'attribute_not_exists(#k)',
      ExpressionAttributeNames: { '#k': partitionKey },
    };
    return { kind: 'Put', request: { TableName: into, Item, ...condition }, refusal: duplicate };
  }
  const [, table, sets, wheres] = update.exec(text) ?? [];
  if (table === undefined || sets === undefined || wheres === undefined)
    throw new Error(`The simulated DynamoDB does not know the PartiQL "${text}"`);
  const setNames = namesIn(sets.replace(/^SET /, ''), /^"(\w+)" = \?$/, / SET /);
  const set = entriesOf(setNames, Parameters);
  const where = entriesOf(namesIn(wheres, /^"(\w+)" = \?$/, / AND /), Parameters.slice(setNames.length));
  return { kind: 'Update', request: updateRequest(table, set, where, keysOf(table)), refusal: failed };
};
