import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** The value of an environment variable together with the permissions that its use needs: neither goes without the other. */
export interface Binding {
  readonly value: string;
  readonly statements: readonly PolicyStatement[];
}

const read = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const write = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];
const actions = { read, readWrite: [...read, ...write] } as const;

/** A table by its name. Never scanned: no function may read a whole table. */
export const table = (bound: Table, access: keyof typeof actions): Binding => ({
  value: bound.tableName,
  statements: [new PolicyStatement({ actions: [...actions[access]], resources: [bound.tableArn] })],
});
