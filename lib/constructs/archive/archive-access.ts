import { Aws, Fn } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { useOfKey } from '../security/key-use.ts';
import type { ServiceKey } from '../security/service-key.ts';

/** Firehose's permissions on the cluster and this one topic. Kafka's own ACLs are for users with passwords, not for IAM. */
export const reading = (clusterArn: string, topic: string): readonly PolicyStatement[] => {
  const [name, uuid] = [1, 2].map((part) => Fn.select(part, Fn.split('/', clusterArn)));
  const inCluster = (type: string, resource: string): string =>
    `arn:${Aws.PARTITION}:kafka:${Aws.REGION}:${Aws.ACCOUNT_ID}:${type}/${name}/${uuid}/${resource}`;
  return [
    new PolicyStatement({
      actions: ['kafka:GetBootstrapBrokers', 'kafka:DescribeCluster', 'kafka:DescribeClusterV2'],
      resources: [clusterArn],
    }),
    new PolicyStatement({ actions: ['kafka-cluster:Connect'], resources: [clusterArn] }),
    new PolicyStatement({
      actions: [
        'kafka-cluster:DescribeTopic',
        'kafka-cluster:DescribeTopicDynamicConfiguration',
        'kafka-cluster:ReadData',
      ],
      resources: [inCluster('topic', topic)],
    }),
    // Firehose generates the names of its groups.
    new PolicyStatement({ actions: ['kafka-cluster:DescribeGroup'], resources: [inCluster('group', '*')] }),
  ];
};

export const writing = (bucket: Bucket, key: ServiceKey): readonly PolicyStatement[] => [
  new PolicyStatement({
    actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
    resources: [bucket.bucketArn],
  }),
  // Firehose generates the names of its objects. It may add objects, and neither delete nor unlock one.
  new PolicyStatement({
    actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
    resources: [bucket.arnForObjects('*')],
  }),
  useOfKey(key, ['s3'], 'deliver'),
];
