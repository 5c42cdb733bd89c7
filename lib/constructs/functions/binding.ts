import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { dueIndex } from '../../../schemas/due-index.ts';
import type { TableAccess } from '../../../schemas/functions/declaration.ts';
import type { TableName } from '../../../schemas/tables.ts';
import type { Deployment } from '../../config/deployment.ts';
import { useOfKey } from '../security/key-use.ts';

/** The value of an environment variable together with the permissions that its use needs: neither is bound without the other. */
export interface Binding {
  readonly value: string;
  readonly statements: readonly PolicyStatement[];
}

/** Source of the values of functions' variables. */
export interface EnvironmentSources {
  /** The stack: a setting that needs a resource of its own creates it there. */
  readonly scope: Construct;
  readonly deployment: Deployment;
  readonly tables: Readonly<Record<TableName, Table>>;
}

const read = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const write = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];
/** Append-only: nothing is updated, nothing deleted. */
const append = ['dynamodb:PutItem'];
/** One item is read by its key and written back conditionally. */
const amend = ['dynamodb:GetItem', 'dynamodb:PutItem'];
/** Write-only: another function reads it, and the writer cannot read even its own items. */
const note = ['dynamodb:PutItem'];
const appendMany = ['dynamodb:BatchWriteItem'];
/** Conditional writes, many in one request. */
const state = ['dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate'];
const actions: Readonly<Record<TableAccess, readonly string[]>> = {
  read,
  readWrite: [...read, ...write],
  append: [...read, ...append],
  appendMany: [...read, ...appendMany],
  amend,
  note,
  state: [...read, ...state],
};

/** DynamoDB encrypts and decrypts on behalf of its caller: without the key, no use of the table. */
const ofKey = ({ encryptionKey }: Table, access: TableAccess): readonly PolicyStatement[] =>
  encryptionKey === undefined ? [] : [useOfKey(encryptionKey, ['dynamodb'], access === 'read' ? 'read' : 'readWrite')];

/** Requests must name their attributes: those of a scan or a query show by `Select` whether they do. */
const only = (attributes: readonly string[] | undefined) =>
  attributes && {
    conditions: {
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': [...attributes] },
      StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    },
  };

const bind = (
  bound: Table,
  access: TableAccess,
  resources: readonly string[],
  attributes?: readonly string[],
): Binding => ({
  value: bound.tableName,
  statements: [
    new PolicyStatement({ actions: [...actions[access]], resources: [...resources], ...only(attributes) }),
    ...ofKey(bound, access),
  ],
});

/** A value that needs no permission. */
export const setting = (value: string | number): Binding => ({ value: String(value), statements: [] });

/** A table by its name. Not scanned: only a listed table may be read as a whole. @param attributes that may be read; all when absent. */
export const table = (bound: Table, access: TableAccess, attributes?: readonly string[]): Binding =>
  bind(bound, access, [bound.tableArn], attributes);

/** A table by its name, together with its index of due items. */
export const dueTable = (bound: Table, access: TableAccess): Binding =>
  bind(bound, access, [bound.tableArn, `${bound.tableArn}/index/${dueIndex.name}`]);

/** The binding of a table, with the right to list it page by page. */
export const listed = (
  { value, statements }: Binding,
  bound: Table,
  attributes: readonly string[] | undefined,
): Binding => ({
  value,
  statements: [
    ...statements,
    new PolicyStatement({ actions: ['dynamodb:Scan'], resources: [bound.tableArn], ...only(attributes) }),
  ],
});
