import type { AttributeValue } from './attribute-value.ts';
import { ValidationException } from './expression.ts';
import type { Request } from './requests.ts';

/** A PartiQL statement with its parameters, as `BatchExecuteStatement` takes it. */
export interface Statement {
  readonly Statement: string;
  readonly Parameters?: readonly AttributeValue[];
}

/** The write that a statement is, and what it is called when its condition does not hold. */
export interface StatementWrite {
  readonly kind: 'Put' | 'Update';
  readonly request: Request;
  readonly refusal: { readonly Code: string; readonly Message: string };
}

interface StatementForm {
  readonly table: string;
  readonly asked: number;
  readonly write: (parameters: readonly AttributeValue[], keyNames: readonly string[]) => StatementWrite;
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

const insertForm = (TableName: string, names: readonly string[]): StatementForm['write'] => {
  const ConditionExpression = 'attribute_not_exists(#key)';
  return (values, [key = '']) => {
    const Item: Record<string, AttributeValue> = {};
    for (const [index, name] of names.entries()) Item[name] = values[index] ?? null;
    const ExpressionAttributeNames = { '#key': key };
    return {
      kind: 'Put',
      request: { TableName, Item, ConditionExpression, ExpressionAttributeNames },
      refusal: duplicate,
    };
  };
};

/** The parameters are those of `SET`, then those of `WHERE`. An item that is there has its key: that is in the condition. */
const updateForm = (TableName: string, set: readonly string[], where: readonly string[]): StatementForm['write'] => {
  const names = [...set, ...where];
  const equations = names.map((_, index) => `#${index} = :${index}`);
  const fixed = {
    UpdateExpression: `SET ${equations.slice(0, set.length).join(', ')}`,
    ConditionExpression: equations.slice(set.length).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#${index}`, name])),
  };
  return (values, keyNames) => {
    const Key: Record<string, AttributeValue> = {};
    for (const name of keyNames) Key[name] = values[set.length + where.indexOf(name)] ?? null;
    const ExpressionAttributeValues: Record<string, AttributeValue> = {};
    for (const index of names.keys()) ExpressionAttributeValues[`:${index}`] = values[index] ?? null;
    return { kind: 'Update', request: { TableName, Key, ...fixed, ExpressionAttributeValues }, refusal: failed };
  };
};

const formOf = (text: string): StatementForm => {
  const asked = text.split('?').length - 1;
  const [, into, fields] = insert.exec(text) ?? [];
  if (into !== undefined && fields !== undefined) {
    return { table: into, asked, write: insertForm(into, namesIn(fields, /^'(\w+)': \?$/, /,/)) };
  }
  const [, table, sets, wheres] = update.exec(text) ?? [];
  if (table === undefined || sets === undefined || wheres === undefined)
    throw new Error(`The simulated DynamoDB does not know the PartiQL "${text}"`);
  const set = namesIn(sets.replace(/^SET /, ''), /^"(\w+)" = \?$/, / SET /);
  return { table, asked, write: updateForm(table, set, namesIn(wheres, /^"(\w+)" = \?$/, / AND /)) };
};

/** Statements are few, and come again and again. */
const forms = new Map<string, StatementForm>();

/** Reads the two forms that the adapters write. @param keysOf names of a table's keys. @throws {Error} another form. */
export const statementWrite = (
  { Statement: text, Parameters = [] }: Statement,
  keysOf: (table: string) => readonly string[],
): StatementWrite => {
  const form = forms.get(text) ?? formOf(text);
  forms.set(text, form);
  if (form.asked !== Parameters.length)
    throw new ValidationException('Number of parameters in request and statement differ');
  return form.write(Parameters, keysOf(form.table));
};
