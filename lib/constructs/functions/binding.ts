import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { dueIndex } from '../../../schemas/due-index.ts';
import type { TableAccess } from '../../../schemas/functions/declaration.ts';
import type { TableName } from '../../../schemas/tables.ts';
import type { Deployment } from '../../config/deployment.ts';
import { useOfKey } from '../security/key-use.ts';

/** The value of an environment variable together with the permissions that its use needs: neither goes without the other. */
export interface Binding {
  readonly value: string;
  readonly statements: readonly PolicyStatement[];
}

/** Where the variables of functions get their values from. */
export interface EnvironmentSources {
  /** The stack: a setting that needs a resource of its own creates it there. */
  readonly scope: Construct;
  readonly deployment: Deployment;
  readonly tables: Readonly<Record<TableName, Table>>;
}

const read = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const write = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];
/** What is written once stays as it is: nothing is updated, nothing deleted. */
const append = ['dynamodb:PutItem'];
/** One item is read by its key and written back on condition. */
const amend = ['dynamodb:GetItem', 'dynamodb:PutItem'];
/** What is written here is read by another: not even what it wrote itself does the writer see. */
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

/** DynamoDB encrypts and decrypts for its caller: who may not use the table's key may not use the table. */
const ofKey = ({ encryptionKey }: Table, access: TableAccess): readonly PolicyStatement[] =>
  encryptionKey === undefined ? [] : [useOfKey(encryptionKey, ['dynamodb'], access === 'read' ? 'read' : 'readWrite')];

const bind = (bound: Table, access: TableAccess, resources: readonly string[]): Binding => ({
  value: bound.tableName,
  statements: [
    new PolicyStatement({ actions: [...actions[access]], resources: [...resources] }),
    ...ofKey(bound, access),
  ],
});

/** A value that needs no permission. */
export const setting = (value: string | number): Binding => ({ value: String(value), statements: [] });

/** A table by its name. Never scanned: no function may read a whole table. */
export const table = (bound: Table, access: TableAccess): Binding => bind(bound, access, [bound.tableArn]);

/** A table by its name, together with the index that finds what is due in it. */
export const dueTable = (bound: Table, access: TableAccess): Binding =>
  bind(bound, access, [bound.tableArn, `${bound.tableArn}/index/${dueIndex.name}`]);
