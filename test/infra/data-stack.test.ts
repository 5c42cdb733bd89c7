import { describe, expect, it } from 'vitest';
import { synthesise } from '../support/synthesised-app.ts';

const dev = synthesise().templates.data;
const prod = synthesise({ stage: 'prod' });

const tables: readonly {
  readonly name: string;
  readonly output: string;
  readonly keys: readonly string[];
  readonly ttl: string | undefined;
  /** Whether items wait in it for their time. */
  readonly due?: true;
}[] = [
  { name: 'orders', output: 'OrdersTableName', keys: ['order_id', 'part'], ttl: 'expires_at', due: true },
  { name: 'prices', output: 'PricesTableName', keys: ['sku'], ttl: undefined },
  { name: 'waits', output: 'WaitsTableName', keys: ['client'], ttl: 'expires_at' },
  { name: 'idempotency', output: 'IdempotencyTableName', keys: ['id'], ttl: 'expiration' },
  { name: 'stock', output: 'StockTableName', keys: ['sku'], ttl: undefined },
  { name: 'reservations', output: 'ReservationsTableName', keys: ['order_id', 'sku'], ttl: undefined },
  { name: 'holds', output: 'HoldsTableName', keys: ['order_id'], ttl: 'expires_at' },
  { name: 'payments', output: 'PaymentsTableName', keys: ['order_id'], ttl: undefined, due: true },
  { name: 'gateway', output: 'GatewayTableName', keys: ['idempotency_key'], ttl: undefined, due: true },
  { name: 'statements', output: 'StatementsTableName', keys: ['gateway'], ttl: undefined },
  { name: 'audit', output: 'AuditTableName', keys: ['order_id', 'seq'], ttl: undefined },
  { name: 'views', output: 'ViewsTableName', keys: ['view', 'row'], ttl: undefined },
  { name: 'seen', output: 'SeenTableName', keys: ['id'], ttl: 'expires_at' },
  {
    name: 'notifications',
    output: 'NotificationsTableName',
    keys: ['user_id', 'item'],
    ttl: 'expires_at',
    due: true,
  },
  { name: 'mailbox', output: 'MailboxTableName', keys: ['user_id', 'notification_id'], ttl: undefined },
  { name: 'failures', output: 'FailuresTableName', keys: ['partition', 'range'], ttl: 'expires_at' },
  { name: 'replays', output: 'ReplaysTableName', keys: ['record'], ttl: 'expires_at' },
];

const keys = Object.entries(dev.findResources('AWS::KMS::Key'));
const [[keyId, key] = ['', undefined]] = keys;

interface KeyStatement {
  readonly Action: string | readonly string[];
  readonly Principal: unknown;
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, unknown>> };
}
const keyStatements: readonly KeyStatement[] = key?.['Properties'].KeyPolicy.Statement ?? [];
const cryptographic = /^kms:(Decrypt|Encrypt|GenerateDataKey|ReEncrypt|CreateGrant)/;

describe("the tables' key", () => {
  it('is one, and is renewed every year', () => {
    expect(keys).toHaveLength(1);
    expect(key?.['Properties']).toMatchObject({ EnableKeyRotation: true });
  });

  it('is used through DynamoDB alone, whoever asks', () => {
    const uses = keyStatements.filter(({ Action }) => [Action].flat().some((action) => cryptographic.test(action)));
    expect(uses).toHaveLength(2);
    for (const { Condition } of uses) {
      expect(JSON.stringify(Condition?.StringEquals?.['kms:ViaService'])).toContain('"dynamodb."');
      expect(Condition?.StringEquals?.['kms:CallerAccount']).toEqual({ Ref: 'AWS::AccountId' });
    }
  });

  it('names every action', () => {
    expect(JSON.stringify(keyStatements.map(({ Action }) => Action))).not.toContain('*');
  });
});

describe('tables', () => {
  it('are no others', () => {
    expect(Object.keys(dev.findResources('AWS::DynamoDB::Table'))).toHaveLength(tables.length);
  });

  it.each(tables)('$name has its keys and is recoverable', ({ name, keys, ttl, due = false }) => {
    const found = Object.values(dev.findResources('AWS::DynamoDB::Table')).find(
      ({ Properties }) => Properties.TableName === `orderstream-dev-${name}`,
    );
    expect(found?.['Properties']).toMatchObject({
      KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
      AttributeDefinitions: [...keys, ...(due ? ['due_shard', 'due_at'] : [])].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: { 'Fn::GetAtt': [keyId, 'Arn'] } },
    });
    expect(found?.['Properties']).not.toHaveProperty('StreamSpecification');
    expect(found?.['Properties'].TimeToLiveSpecification?.AttributeName).toBe(ttl);
    const indexes = found?.['Properties'].GlobalSecondaryIndexes?.map(
      ({ IndexName }: { IndexName: string }) => IndexName,
    );
    expect(indexes).toEqual(due ? ['due'] : undefined);
  });

  it.each(tables)('$name is told as $output', ({ name, output }) => {
    const { Ref } = dev.findOutputs(output)[output]?.['Value'] ?? {};
    expect(dev.findResources('AWS::DynamoDB::Table')[Ref]?.['Properties'].TableName).toBe(`orderstream-dev-${name}`);
  });
});

describe('state of prod', () => {
  const stateful = [
    'AWS::DynamoDB::Table',
    'AWS::MSK::Cluster',
    'AWS::MSK::Topic',
    'AWS::SecretsManager::Secret',
    'AWS::KMS::Key',
  ];

  it.each(stateful)('%s is retained', (type) => {
    const found = Object.values(prod.templates).flatMap((template) => Object.values(template.findResources(type)));
    expect(found).not.toEqual([]);
    for (const resource of found) {
      expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
  });

  it('refuses to delete a table', () => {
    prod.templates.data.allResourcesProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: true });
  });
});
