import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnClusterPolicy } from 'aws-cdk-lib/aws-msk';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { topicNames } from '../../schemas/catalogue.ts';
import { type Deployment, nameIn } from '../config/deployment.ts';
import type { Archive } from '../config/stage-config.ts';
import { ArchiveBucket } from '../constructs/archive/archive-bucket.ts';
import { TopicArchive } from '../constructs/archive/topic-archive.ts';
import type { KafkaConnection } from '../constructs/kafka/kafka-function.ts';
import { ServiceKey } from '../constructs/security/service-key.ts';

export interface ArchiveStackProps {
  readonly archive: Archive;
  readonly kafka: KafkaConnection;
}

/** Retention of the access log of the archive. */
const accessLogDays = 400;

/** All topics in S3, for longer than Kafka keeps them: the audit trail locked, the events for their retention. */
export class ArchiveStack extends Stack {
  constructor(scope: Construct, deployment: Deployment, { archive, kafka }: ArchiveStackProps) {
    super(scope, nameIn(deployment, 'archive'), {
      description: 'orderstream: all topics in S3',
      terminationProtection: deployment.config.retainState,
    });
    const key = new ServiceKey(this, 'Key', {
      deployment,
      name: 'archive',
      description: `Archive of ${nameIn(deployment)}`,
      services: ['s3'],
    });
    const accessLog = new Bucket(this, 'AccessLog', {
      // S3 writes such logs under no key of a customer.
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [{ expiration: Duration.days(accessLogDays) }],
      removalPolicy: RemovalPolicy.RETAIN,
    }) as IBucket; // The CDK's classes do not fit their own interfaces under exactOptionalPropertyTypes.
    const { bucket: events } = new ArchiveBucket(this, 'Events', {
      key,
      accessLog,
      days: archive.eventDays,
      locked: false,
    });
    const { bucket: auditTrail } = new ArchiveBucket(this, 'Audit', {
      key,
      accessLog,
      days: archive.auditDays,
      locked: true,
    });
    const log = new LogGroup(this, 'Log', {
      logGroupName: `/aws/kinesisfirehose/${nameIn(deployment, 'archive')}`,
      retention: deployment.config.logRetentionDays,
      removalPolicy: deployment.config.retainState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });

    const { clusterArn, topics } = kafka;
    const letFirehoseIn = new CfnClusterPolicy(this, 'ClusterPolicy', {
      clusterArn,
      policy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'firehose.amazonaws.com' },
            Action: 'kafka:CreateVpcConnection',
            Resource: clusterArn,
          },
        ],
      },
    });
    for (const topic of topicNames) {
      const bucket = topic === 'orders.audit' ? auditTrail : events;
      const { stream } = new TopicArchive(this, topic, { deployment, clusterArn, topic, bucket, key, log });
      stream.node.addDependency(letFirehoseIn, ...topics.withDeadLetters(topic));
    }
    new CfnOutput(this, 'EventArchiveName', { value: events.bucketName });
    new CfnOutput(this, 'AuditArchiveName', { value: auditTrail.bucketName });
  }
}
