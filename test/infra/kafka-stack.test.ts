// Also tests lib/constructs/kafka
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { StageConfig } from '../../lib/config/stage-config.ts';
import { stageConfig, stageNames } from '../../lib/config/stages.ts';
import { acls } from '../../schemas/access-matrix.ts';
import { principals, topicDefinitions } from '../../schemas/catalogue.ts';
import { synthesise } from '../support/synthesised-app.ts';

const { templates, notes } = synthesise();
const template = templates.kafka;
const prod = synthesise({ stage: 'prod' }).templates.kafka;
const kafkaOf = (changed: Partial<StageConfig['kafka']>) => ({
  config: { kafka: { ...stageConfig('dev').kafka, ...changed } },
});
const resourcesOf = (type: string) => Object.values(template.findResources(type));

describe('cluster', () => {
  it('is KRaft on six brokers, over TLS only, and has every user', () => {
    template.hasResourceProperties('AWS::MSK::Cluster', {
      KafkaVersion: Match.stringLikeRegexp('^4\\.1\\.x\\.kraft$'),
      NumberOfBrokerNodes: 6,
      BrokerNodeGroupInfo: { ClientSubnets: [Match.anyValue(), Match.anyValue(), Match.anyValue()] },
      ClientAuthentication: {
        Sasl: { Scram: { Enabled: true }, Iam: { Enabled: true } },
        Unauthenticated: { Enabled: false },
      },
      EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'TLS', InCluster: true } },
    });
    expect(resourcesOf('AWS::MSK::Cluster')).toHaveLength(1);
  });

  it('has standard brokers on Graviton in prod, a third of them in each zone', () => {
    prod.hasResourceProperties('AWS::MSK::Cluster', {
      NumberOfBrokerNodes: 6,
      BrokerNodeGroupInfo: {
        InstanceType: Match.stringLikeRegexp('^kafka\\.m7g\\.'),
        ClientSubnets: [Match.anyValue(), Match.anyValue(), Match.anyValue()],
      },
    });
  });

  it('encrypts records and passwords with keys of its own, one for each', () => {
    const [cluster] = resourcesOf('AWS::MSK::Cluster');
    const recordKey = cluster?.['Properties'].EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId['Fn::GetAtt'][0];
    const [secret] = resourcesOf('AWS::SecretsManager::Secret');
    const passwordKey = secret?.['Properties'].KmsKeyId['Fn::GetAtt'][0];
    expect(Object.keys(template.findResources('AWS::KMS::Key')).sort()).toEqual([recordKey, passwordKey].sort());
    expect(recordKey).not.toBe(passwordKey);
    template.allResourcesProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  it('is watched: broker logs, metrics, and exporters for Prometheus', () => {
    prod.hasResourceProperties('AWS::MSK::Cluster', {
      EnhancedMonitoring: 'PER_TOPIC_PER_BROKER',
      OpenMonitoring: {
        Prometheus: { JmxExporter: { EnabledInBroker: true }, NodeExporter: { EnabledInBroker: true } },
      },
      LoggingInfo: { BrokerLogs: { CloudWatchLogs: { Enabled: true, LogGroup: Match.anyValue() } } },
    });
  });

  it.each(stageNames)('grows its storage in %s before it is full', (stage) => {
    const grown = stage === 'prod' ? prod : template;
    const { storageGib, largestStorageGib } = stageConfig(stage).kafka;
    const [clusterId = ''] = Object.keys(grown.findResources('AWS::MSK::Cluster'));
    grown.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      ServiceNamespace: 'kafka',
      ScalableDimension: 'kafka:broker-storage:VolumeSize',
      ResourceId: { 'Fn::GetAtt': [clusterId, 'Arn'] },
      MaxCapacity: largestStorageGib,
    });
    const [targetId = ''] = Object.keys(grown.findResources('AWS::ApplicationAutoScaling::ScalableTarget'));
    grown.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      ScalingTargetId: { Ref: targetId },
      TargetTrackingScalingPolicyConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: 'KafkaBrokerStorageUtilization' },
        DisableScaleIn: true,
      },
    });
    expect(largestStorageGib).toBeGreaterThan(storageGib);
  });

  it('notes how many brokers it took and why', () => {
    expect(notes.kafka).toContainEqual(expect.stringMatching(/^info: At least 5 brokers over 3 zones: 6,/));
  });

  it('takes two zones', () => {
    const { templates: twoZones } = synthesise({ config: { zones: 2 } });
    twoZones.kafka.hasResourceProperties('AWS::MSK::Cluster', {
      NumberOfBrokerNodes: 6,
      BrokerNodeGroupInfo: { ClientSubnets: [Match.anyValue(), Match.anyValue()] },
    });
    expect(twoZones.network.findResources('AWS::EC2::Subnet')).toSatisfy(
      (subnets) => Object.keys(subnets).length === 4,
    );
  });

  it('is not synthesised with a number of brokers that Amazon MSK refuses', () => {
    expect(() => synthesise(kafkaOf({ brokers: { exactly: 5 } }))).toThrow(
      /must be a multiple of the number of Availability Zones/,
    );
  });

  it('is not synthesised with ZooKeeper', () => {
    const version = '3.9.x' as StageConfig['kafka']['version'];
    expect(() => synthesise(kafkaOf({ version }))).toThrow(/"3\.9\.x".*\.kraft/);
  });

  it('loses no acknowledged record and makes no topic by itself', () => {
    const [configuration] = resourcesOf('AWS::MSK::Configuration');
    expect(configuration?.['Properties'].ServerProperties.split('\n')).toEqual(
      expect.arrayContaining([
        'auto.create.topics.enable=false',
        'default.replication.factor=3',
        'min.insync.replicas=2',
        'unclean.leader.election.enable=false',
      ]),
    );
  });
});

describe('topics', () => {
  it('are those of the catalogue', () => {
    const created = resourcesOf('AWS::MSK::Topic').map(({ Properties }) => ({
      name: Properties.TopicName,
      partitions: Properties.PartitionCount,
      replicationFactor: Properties.ReplicationFactor,
      configs: JSON.parse(Buffer.from(Properties.Configs, 'base64').toString('utf8')),
    }));
    const byName = (one: { readonly name: string }, other: { readonly name: string }) =>
      one.name.localeCompare(other.name);
    expect(created.sort(byName)).toEqual([...topicDefinitions].sort(byName));
  });

  it('outlive their stack', () => {
    for (const topic of resourcesOf('AWS::MSK::Topic')) {
      expect(topic).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
  });
});

describe('users', () => {
  it('are the principals of the catalogue, each with a generated password', () => {
    const secrets = resourcesOf('AWS::SecretsManager::Secret').map(({ Properties }) => Properties);
    expect(secrets.map(({ Name }) => Name).sort()).toEqual(
      principals.map((principal) => `AmazonMSK_orderstream_dev_${principal}`).sort(),
    );
    for (const { Name, GenerateSecretString, KmsKeyId, SecretString } of secrets) {
      expect(JSON.parse(GenerateSecretString.SecretStringTemplate)).toEqual({ username: Name.split('_').at(-1) });
      expect(GenerateSecretString.GenerateStringKey).toBe('password');
      expect(KmsKeyId).toEqual({ 'Fn::GetAtt': [expect.any(String), 'Arn'] });
      expect(SecretString).toBeUndefined();
    }
  });

  it('are all associated with the cluster in one go', () => {
    const [association, ...others] = resourcesOf('AWS::MSK::BatchScramSecret');
    expect(others).toEqual([]);
    expect(association?.['Properties'].SecretArnList).toEqual(
      Object.keys(template.findResources('AWS::SecretsManager::Secret')).map((Ref) => ({ Ref })),
    );
  });
});

describe('passwords', () => {
  const schedules = resourcesOf('AWS::SecretsManager::RotationSchedule').map(({ Properties }) => Properties);
  const [[rotatorId = '', rotator] = []] = Object.entries(template.findResources('AWS::Lambda::Function')).filter(
    ([, { Properties }]) => Properties.FunctionName === 'orderstream-dev-ops-scram-rotation',
  );

  it('are changed for every user, not on the day of a deployment', () => {
    expect(schedules.map(({ SecretId }) => SecretId.Ref).sort()).toEqual(
      Object.keys(template.findResources('AWS::SecretsManager::Secret')).sort(),
    );
    for (const schedule of schedules) {
      expect(schedule).toMatchObject({
        RotationLambdaARN: { 'Fn::GetAtt': [rotatorId, 'Arn'] },
        RotationRules: { AutomaticallyAfterDays: stageConfig('dev').kafka.passwordDays },
        RotateImmediatelyOnUpdate: false,
      });
    }
  });

  it('are changed by a function that Secrets Manager alone may call, outside the network', () => {
    expect(rotator?.['Properties'].VpcConfig).toBeUndefined();
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'secretsmanager.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
      FunctionName: { 'Fn::GetAtt': [rotatorId, 'Arn'] },
    });
    for (const schedule of resourcesOf('AWS::SecretsManager::RotationSchedule')) {
      expect(schedule['DependsOn']).toEqual(
        expect.arrayContaining([
          ...Object.keys(template.findResources('AWS::Lambda::Permission')),
          ...Object.keys(template.findResources('AWS::IAM::Policy')).filter((id) => id.startsWith('PasswordsRotator')),
        ]),
      );
    }
  });

  it('can be read by Amazon MSK: no policy stands in the place of its own', () => {
    expect(resourcesOf('AWS::SecretsManager::ResourcePolicy')).toEqual([]);
  });
});

describe('access', () => {
  const [access] = resourcesOf('Custom::KafkaAccess');

  it('is the access matrix, the administrator first', () => {
    expect(access?.['Properties'].Acls).toEqual(
      acls.map(({ principal, resourceType, resourceName, patternType, operation }) => ({
        Principal: principal,
        ResourceType: resourceType,
        ResourceName: resourceName,
        ...(patternType !== undefined && { PatternType: patternType }),
        Operation: operation,
      })),
    );
    expect(access?.['Properties'].Acls[0]).toMatchObject({ Principal: 'admin' });
  });

  it('is provisioned once the users can log in and the function may read their password', () => {
    expect(access?.['DependsOn']).toEqual(
      expect.arrayContaining([
        ...Object.keys(template.findResources('AWS::MSK::BatchScramSecret')),
        ...Object.keys(template.findResources('AWS::IAM::Policy')).filter((id) => id.startsWith('AccessProvisioner')),
      ]),
    );
  });

  it('exports the brokers’ addresses', () => {
    template.hasOutput('BootstrapBrokers', { Value: { 'Fn::GetAtt': [Match.anyValue(), 'BootstrapBrokers'] } });
    template.hasOutput('ClusterArn', {});
    template.hasOutput('AdminSecretArn', {});
  });
});
