// Also tests lib/constructs/archive
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { withArchive } from '../../lib/config/archive.ts';
import { stageConfig } from '../../lib/config/stages.ts';
import { topicNames } from '../../schemas/catalogue.ts';
import { synthesise } from '../support/synthesised-app.ts';

const dev = synthesise();
const prod = synthesise({ stage: 'prod' });
const archive = prod.archive as Template;

const resources = (type: string) => Object.entries(archive.findResources(type));
const propertiesOf = (type: string) => resources(type).map(([, { Properties }]) => Properties);
const buckets = Object.fromEntries(
  resources('AWS::S3::Bucket').map(([id, { Properties }]) => [
    /^(Events|Audit|AccessLog)/.exec(id)?.[0],
    { id, Properties },
  ]),
);
const streams = new Map(
  propertiesOf('AWS::KinesisFirehose::DeliveryStream').map((properties) => [
    properties.MSKSourceConfiguration.TopicName as string,
    properties,
  ]),
);

describe('the archive', () => {
  it('is of a stage that keeps one, and nothing of it is anywhere else', () => {
    expect(dev.archive).toBeUndefined();
    expect(JSON.stringify(dev.templates.kafka.toJSON())).not.toContain('VpcConnectivity');
    expect(prod.notes.kafka.join('\n')).toContain('-c archive=off');
  });

  it('can be left out by the context, and by no other word', () => {
    expect(withArchive(stageConfig('prod'), 'off')).toEqual({ ...stageConfig('prod'), archive: 'off' });
    expect(withArchive(stageConfig('prod'), undefined)).toBe(stageConfig('prod'));
    expect(() => withArchive(stageConfig('prod'), 'no')).toThrow('only "off" is known');
  });

  it('has every topic, from its first record', () => {
    expect([...streams.keys()].sort()).toEqual([...topicNames].sort());
    for (const stream of streams.values()) {
      expect(stream).toMatchObject({
        DeliveryStreamType: 'MSKAsSource',
        MSKSourceConfiguration: {
          ReadFromTimestamp: '1970-01-01T00:00:00Z',
          AuthenticationConfiguration: { Connectivity: 'PRIVATE' },
        },
      });
    }
  });

  it('keeps the audit trail apart from the events', () => {
    for (const [topic, { ExtendedS3DestinationConfiguration: to }] of streams) {
      const bucket = topic === 'orders.audit' ? buckets['Audit'] : buckets['Events'];
      expect(to.BucketARN).toEqual({ 'Fn::GetAtt': [bucket?.id, 'Arn'] });
      expect(to.Prefix).toContain(`topic=${topic}/`);
    }
  });

  it('lets no principal change or delete the audit trail for seven years', () => {
    expect(buckets['Audit']?.Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 2_557 } },
      },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    expect(buckets['Events']?.Properties).not.toHaveProperty('ObjectLockEnabled');
  });

  it('forgets the events when they are old', () => {
    const rules = buckets['Events']?.Properties.LifecycleConfiguration.Rules;
    expect(rules).toMatchObject([{ ExpirationInDays: 400, Transitions: [{ StorageClass: 'GLACIER_IR' }] }]);
  });

  it.each(['Events', 'Audit', 'AccessLog'])('has a bucket %s that is private, encrypted and kept', (name) => {
    const { id, Properties } = buckets[name] ?? {};
    expect(Properties).toMatchObject({
      BucketEncryption: { ServerSideEncryptionConfiguration: [expect.anything()] },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    archive.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain', Properties });
    for (const Condition of [
      { Bool: { 'aws:SecureTransport': 'false' } },
      { NumericLessThan: { 's3:TlsVersion': 1.2 } },
    ]) {
      archive.hasResourceProperties('AWS::S3::BucketPolicy', {
        Bucket: { Ref: id },
        PolicyDocument: {
          Statement: Match.arrayWith([Match.objectLike({ Effect: 'Deny', Action: 's3:*', Condition })]),
        },
      });
    }
  });

  it('is written by Firehose alone, which cannot take anything away', () => {
    archive.hasResourceProperties('AWS::MSK::ClusterPolicy', {
      Policy: {
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'firehose.amazonaws.com' }, Action: 'kafka:CreateVpcConnection' },
        ],
      },
    });
    const actions = propertiesOf('AWS::IAM::Policy').flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) => Action),
    );
    expect(actions).toContain('kafka-cluster:ReadData');
    expect(actions.filter((action) => /\*|Delete|WriteData|Bypass|Retention|Alter/.test(action))).toEqual([]);
  });

  it('reads a topic with a role for that topic', () => {
    const policies = propertiesOf('AWS::IAM::Policy').map(({ PolicyDocument }) => PolicyDocument.Statement);
    const read = policies.map((statements) =>
      statements.find(({ Action }: { Action: string | string[] }) => Action.includes('kafka-cluster:ReadData')),
    );
    expect(read).toHaveLength(topicNames.length);
    const resourcesRead = read.map(({ Resource }) => JSON.stringify(Resource));
    for (const topic of topicNames) expect(resourcesRead.filter((one) => one.includes(`/${topic}"`))).toHaveLength(1);
  });

  it('comes after what Firehose needs to be let in', () => {
    const [policy = ''] = resources('AWS::MSK::ClusterPolicy').map(([id]) => id);
    for (const [, { DependsOn }] of resources('AWS::KinesisFirehose::DeliveryStream')) {
      expect(DependsOn).toContain(policy);
    }
  });
});
