import { describe, expect, it } from 'vitest';
import { fixedProperties } from '../../../../lib/deployed/fixed-properties.ts';

describe('fixedProperties', () => {
  it('keeps what cannot change in place', () => {
    const properties = { TableName: 'orders', KeySchema: [{ AttributeName: 'id' }], BillingMode: 'PAY_PER_REQUEST' };
    expect(fixedProperties('AWS::DynamoDB::Table', properties)).toEqual({
      TableName: 'orders',
      KeySchema: [{ AttributeName: 'id' }],
    });
  });

  it('looks into objects', () => {
    const properties = {
      NumberOfBrokerNodes: 6,
      BrokerNodeGroupInfo: { ClientSubnets: ['one', 'two'], InstanceType: 'kafka.m7g.large' },
      EncryptionInfo: {
        EncryptionAtRest: { DataVolumeKMSKeyId: 'key' },
        EncryptionInTransit: { ClientBroker: 'TLS', InCluster: true },
      },
      LoggingInfo: { BrokerLogs: { CloudWatchLogs: { Enabled: true } } },
    };
    expect(fixedProperties('AWS::MSK::Cluster', properties)).toEqual({
      BrokerNodeGroupInfo: { ClientSubnets: ['one', 'two'] },
      EncryptionInfo: { EncryptionAtRest: { DataVolumeKMSKeyId: 'key' }, EncryptionInTransit: { InCluster: true } },
    });
  });

  it('takes what may cause a replacement for what does', () => {
    expect(fixedProperties('AWS::EC2::VPC', { InstanceTenancy: 'default', EnableDnsSupport: true })).toEqual({
      InstanceTenancy: 'default',
    });
  });

  it('ignores what the specification does not know of, and refuses a type that it does not', () => {
    expect(fixedProperties('AWS::KMS::Key', { Invented: 1 })).toEqual({});
    expect(() => fixedProperties('AWS::Invented::Thing', {})).toThrow('does not know AWS::Invented::Thing');
  });
});
