import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { dueIndex } from '../../schemas/due-index.ts';
import { type TableKeys, type TableName, tables } from '../../schemas/tables.ts';
import { type Deployment, nameIn } from '../config/deployment.ts';
import { ServiceKey } from '../constructs/security/service-key.ts';

const pascalCase = (name: TableName): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
const key = (name: string) => ({ name, type: AttributeType.STRING });

/** The tables of the services. */
export class DataStack extends Stack {
  readonly tables: Readonly<Record<TableName, Table>>;

  constructor(scope: Construct, deployment: Deployment) {
    super(scope, nameIn(deployment, 'data'), {
      description: 'orderstream: tables of the services',
      terminationProtection: deployment.config.retainState,
    });
    const encryptionKey = new ServiceKey(this, 'Key', {
      deployment,
      name: 'tables',
      description: `Tables of ${nameIn(deployment)}`,
      services: ['dynamodb'],
    });
    const create = (name: TableName): Table => {
      const { partitionKey, sortKey, timeToLive, due }: TableKeys = tables[name];
      const created = new Table(this, pascalCase(name), {
        tableName: nameIn(deployment, name),
        partitionKey: key(partitionKey),
        ...(sortKey && { sortKey: key(sortKey) }),
        ...(timeToLive && { timeToLiveAttribute: timeToLive }),
        billingMode: BillingMode.PAY_PER_REQUEST,
        encryption: TableEncryption.CUSTOMER_MANAGED,
        encryptionKey,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: deployment.config.retainState,
        removalPolicy: deployment.config.retainState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      });
      if (due) {
        created.addGlobalSecondaryIndex({
          indexName: dueIndex.name,
          partitionKey: key(dueIndex.partitionKey),
          sortKey: key(dueIndex.sortKey),
          projectionType: ProjectionType.KEYS_ONLY,
        });
      }
      new CfnOutput(this, `${pascalCase(name)}TableName`, { value: created.tableName });
      return created;
    };
    const created = Object.keys(tables).map((name) => [name, create(name as TableName)]);
    this.tables = Object.fromEntries(created) as Readonly<Record<TableName, Table>>;
  }
}
