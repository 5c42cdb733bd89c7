import { describe, expect, it } from 'vitest';
import { createTableInput } from '../../../../localstack/dynamodb/create-table-input.ts';
import { Properties } from '../../../../localstack/properties.ts';

const keys = {
  KeySchema: [
    { AttributeName: 'order_id', KeyType: 'HASH' },
    { AttributeName: 'part', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'order_id', AttributeType: 'S' },
    { AttributeName: 'part', AttributeType: 'S' },
  ],
};

describe('the call that creates a table', () => {
  it('has the template’s keys and on-demand billing, and leaves out what only protects', () => {
    const properties = {
      ...keys,
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
    };
    expect(createTableInput('orders', new Properties(properties))).toEqual({
      TableName: 'orders',
      ...keys,
      BillingMode: 'PAY_PER_REQUEST',
    });
  });

  it('has indexes, throughput and streams', () => {
    const index = {
      IndexName: 'by-user',
      KeySchema: [{ AttributeName: 'user_id', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    };
    const input = createTableInput(
      'orders',
      new Properties({
        ...keys,
        ProvisionedThroughput: { ReadCapacityUnits: '5', WriteCapacityUnits: 6 },
        GlobalSecondaryIndexes: [index],
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      }),
    );
    expect(input).toEqual({
      TableName: 'orders',
      ...keys,
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
      GlobalSecondaryIndexes: [{ ...index, ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    });
  });

  it('refuses what it cannot do', () => {
    const properties = new Properties({ ...keys, KinesisStreamSpecification: { StreamArn: 'x' } });
    expect(() => createTableInput('orders', properties)).toThrow('property KinesisStreamSpecification');
  });
});
