import { Annotations, RemovalPolicy } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, Port, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnCluster, CfnConfiguration } from 'aws-cdk-lib/aws-msk';
import { Construct } from 'constructs';
import { replication } from '../../../schemas/catalogue.ts';
import { resolveBrokerCount } from '../../config/broker-count.ts';
import { type Deployment, nameIn } from '../../config/deployment.ts';
import { kraftVersion } from '../../config/kafka-version.ts';
import { KafkaStorage } from './kafka-storage.ts';

/** The port of the SASL/SCRAM listener inside the network. */
export const scramPort = Port.tcp(9096);

const serverProperties = {
  'auto.create.topics.enable': 'false',
  'default.replication.factor': String(replication.factor),
  'min.insync.replicas': String(replication.minInsyncReplicas),
  'unclean.leader.election.enable': 'false',
  'offsets.topic.replication.factor': String(replication.factor),
  'transaction.state.log.replication.factor': String(replication.factor),
  'transaction.state.log.min.isr': String(replication.minInsyncReplicas),
};

/** Lets AWS services reach the brokers by private link, authenticated by IAM. */
const privateLinks = { vpcConnectivity: { clientAuthentication: { sasl: { iam: { enabled: true } } } } };

export interface KafkaClusterProps {
  readonly deployment: Deployment;
  readonly vpc: IVpc;
  readonly subnets: SubnetSelection;
  readonly securityGroup: ISecurityGroup;
}

/**
 * The Amazon MSK cluster: KRaft brokers over all zones, TLS only. The platform's functions log in by SASL/SCRAM; IAM is for
 * AWS services and people, whose policies apply independently of Kafka's own ACLs.
 */
export class KafkaCluster extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { deployment, vpc, subnets, securityGroup }: KafkaClusterProps) {
    super(scope, id);
    const { config } = deployment;
    const { version, brokers, instanceType, storageGib, monitoring } = config.kafka;
    const count = resolveBrokerCount(brokers, config.zones);
    const removalPolicy = config.retainState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    const configuration = new CfnConfiguration(this, 'Configuration', {
      name: nameIn(deployment, 'kafka'),
      description: `Brokers of ${nameIn(deployment, 'kafka')}`,
      serverProperties: Object.entries(serverProperties)
        .map(([name, value]) => `${name}=${value}`)
        .join('\n'),
    });
    const log = new LogGroup(this, 'Log', {
      logGroupName: `/aws/msk/${nameIn(deployment, 'kafka')}`,
      retention: config.logRetentionDays,
      removalPolicy,
    });
    const key = new Key(this, 'Key', {
      description: `Records on the brokers of ${nameIn(deployment, 'kafka')}`,
      enableKeyRotation: true,
      removalPolicy,
    });
    const cluster = new CfnCluster(this, 'Cluster', {
      clusterName: nameIn(deployment, 'kafka'),
      kafkaVersion: kraftVersion(version),
      numberOfBrokerNodes: count,
      brokerNodeGroupInfo: {
        instanceType,
        clientSubnets: vpc.selectSubnets(subnets).subnetIds,
        securityGroups: [securityGroup.securityGroupId],
        storageInfo: { ebsStorageInfo: { volumeSize: storageGib } },
        ...(config.archive !== 'off' && { connectivityInfo: privateLinks }),
      },
      clientAuthentication: {
        sasl: { scram: { enabled: true }, iam: { enabled: true } },
        unauthenticated: { enabled: false },
      },
      encryptionInfo: {
        encryptionAtRest: { dataVolumeKmsKeyId: key.keyArn },
        encryptionInTransit: { clientBroker: 'TLS', inCluster: true },
      },
      configurationInfo: { arn: configuration.attrArn, revision: configuration.attrLatestRevisionRevision },
      enhancedMonitoring: monitoring,
      openMonitoring: {
        prometheus: { jmxExporter: { enabledInBroker: true }, nodeExporter: { enabledInBroker: true } },
      },
      loggingInfo: { brokerLogs: { cloudWatchLogs: { enabled: true, logGroup: log.logGroupName } } },
    });
    cluster.applyRemovalPolicy(removalPolicy);
    if ('atLeast' in brokers) {
      Annotations.of(this).addInfoV2(
        'orderstream:kafka-brokers',
        `At least ${brokers.atLeast} brokers over ${config.zones} zones: ${count}, the smallest number that Amazon MSK accepts (a multiple of the zones).`,
      );
    }
    if (config.archive !== 'off') {
      Annotations.of(this).addInfoV2(
        'orderstream:kafka-links',
        'Amazon MSK opens private links to a cluster that is there, and refuses to create one with them: the first deployment needs -c archive=off.',
      );
    }
    this.arn = cluster.attrArn;
    new KafkaStorage(this, 'Storage', { deployment, clusterArn: this.arn });
  }
}
