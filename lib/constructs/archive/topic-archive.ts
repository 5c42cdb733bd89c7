import { Aws } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { type ILogGroup, LogStream } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { TopicName } from '../../../schemas/catalogue.ts';
import { type Deployment, nameIn } from '../../config/deployment.ts';
import type { ServiceKey } from '../security/service-key.ts';
import { reading, writing } from './archive-access.ts';

export interface TopicArchiveProps {
  readonly deployment: Deployment;
  readonly clusterArn: string;
  readonly topic: TopicName;
  readonly bucket: Bucket;
  readonly key: ServiceKey;
  /** Logs why a delivery failed. */
  readonly log: ILogGroup;
}

/** An object is written when it has so much, or is so old: few large objects cost less and are read faster. */
const buffering = { sizeInMBs: 128, intervalInSeconds: 900 };
/** Everything that Kafka still has. */
const fromTheStart = '1970-01-01T00:00:00Z';

export const archiveStreamName = (deployment: Deployment, topic: TopicName): string =>
  nameIn(deployment, 'archive', topic.replaceAll('.', '-'));

/**
 * Copies a topic to S3 continuously: Amazon Data Firehose reads it with a role of its own, through a private link to the
 * brokers. An object has a record's value on each line, and lies under its topic and day.
 */
export class TopicArchive extends Construct {
  readonly stream: CfnDeliveryStream;

  constructor(scope: Construct, id: string, props: TopicArchiveProps) {
    super(scope, id);
    const { deployment, clusterArn, topic, bucket, key, log } = props;
    const errors = new LogStream(this, 'Errors', { logGroup: log, logStreamName: topic });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('firehose.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    for (const statement of [...reading(clusterArn, topic), ...writing(bucket, key)]) role.addToPolicy(statement);
    log.grantWrite(role);

    this.stream = new CfnDeliveryStream(this, 'Stream', {
      deliveryStreamName: archiveStreamName(deployment, topic),
      deliveryStreamType: 'MSKAsSource',
      mskSourceConfiguration: {
        mskClusterArn: clusterArn,
        topicName: topic,
        readFromTimestamp: fromTheStart,
        authenticationConfiguration: { connectivity: 'PRIVATE', roleArn: role.roleArn },
      },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucketArn,
        roleArn: role.roleArn,
        prefix: `topic=${topic}/date=!{timestamp:yyyy-MM-dd}/`,
        errorOutputPrefix: `failed/topic=${topic}/!{firehose:error-output-type}/date=!{timestamp:yyyy-MM-dd}/`,
        bufferingHints: buffering,
        compressionFormat: 'GZIP',
        fileExtension: '.jsonl.gz',
        encryptionConfiguration: { kmsEncryptionConfig: { awskmsKeyArn: key.keyArn } },
        processingConfiguration: {
          enabled: true,
          processors: [
            {
              type: 'AppendDelimiterToRecord',
              parameters: [{ parameterName: 'Delimiter', parameterValue: '\\n' }],
            },
          ],
        },
        cloudWatchLoggingOptions: {
          enabled: true,
          logGroupName: log.logGroupName,
          logStreamName: errors.logStreamName,
        },
      },
    });
    this.stream.node.addDependency(role);
  }
}
