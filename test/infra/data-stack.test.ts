import { describe, expect, it } from 'vitest';
import { tables as declared, type TableKeys } from '../../schemas/tables.ts';
import { synthesise } from '../support/synthesised-app.ts';

const dev = synthesise().templates.data;
const prod = synthesise({ stage: 'prod' });

const tables = Object.entries<TableKeys>(declared).map(
  ([name, { partitionKey, sortKey, timeToLive, due = false }]) => ({
    ...{ name, due, ttl: timeToLive },
    output: `${name.charAt(0).toUpperCase()}${name.slice(1)}TableName`,
    keys: sortKey === undefined ? [partitionKey] : [partitionKey, sortKey],
  }),
);

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

  it('is used through DynamoDB alone, by any principal', () => {
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

  it.each(tables)('$name has its keys and is recoverable', ({ name, keys, ttl, due }) => {
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

  it.each(tables)('$name is exported as $output', ({ name, output }) => {
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
