import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnEventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type Consumer, deadLetterTopic, filtersFor, type TopicName, topics } from '../../../schemas/catalogue.ts';
import { pollersOf } from '../../config/consumer-load.ts';
import { recordAge } from '../../config/record-age.ts';
import type { StageConfig } from '../../config/stage-config.ts';

export interface KafkaEventSourceProps {
  readonly consumers: StageConfig['consumers'];
  readonly clusterArn: string;
  readonly topic: TopicName;
  readonly consumer: Consumer;
  readonly function: IFunction;
  readonly role: IRole;
  /** The SCRAM secret of the principal that polls. */
  readonly secretArn: string;
  readonly pollerGroup: string;
  readonly batchSize: number;
  /** Batching window; 0 invokes at once. */
  readonly batchingWindowSeconds: number;
  /** Whether orders wait for the function. */
  readonly latency: 'critical' | 'background';
}

/** Lambda looks up the cluster's network with the function's role; these actions know no resources. */
const clusterNetwork = new PolicyStatement({
  actions: ['ec2:DescribeVpcs', 'ec2:DescribeSecurityGroups'],
  resources: ['*'],
});

/** Feeds a function from a topic as one consumer of the catalogue. */
export class KafkaEventSource extends Construct {
  constructor(scope: Construct, id: string, props: KafkaEventSourceProps) {
    super(scope, id);
    const { clusterArn, topic, consumer, role, consumers } = props;
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [
          'kafka:DescribeCluster',
          'kafka:DescribeClusterV2',
          'kafka:GetBootstrapBrokers',
          'kafka:ListScramSecrets',
        ],
        resources: [clusterArn],
      }),
    );
    role.addToPrincipalPolicy(clusterNetwork);

    const pollers = pollersOf(topic, consumer, consumers);
    const filters = filtersFor(consumer).map((value) => ({ pattern: JSON.stringify({ value }) }));
    const mapping = new CfnEventSourceMapping(this, 'Mapping', {
      functionName: props.function.functionName,
      eventSourceArn: clusterArn,
      topics: [topic],
      startingPosition: 'TRIM_HORIZON',
      // Named, so that a replaced mapping continues at the offsets of the old one.
      amazonManagedKafkaEventSourceConfig: { consumerGroupId: consumer.group },
      sourceAccessConfigurations: [{ type: 'SASL_SCRAM_512_AUTH', uri: props.secretArn }],
      ...(filters.length > 0 && { filterCriteria: { filters } }),
      batchSize: props.batchSize,
      // Consumers on an order's path get records at once, and batches grow by themselves under load.
      maximumBatchingWindowInSeconds: props.batchingWindowSeconds,
      // Retries, partial responses and the Kafka destination exist in provisioned mode only.
      provisionedPollerConfig: {
        minimumPollers: pollers.minimum,
        maximumPollers: pollers.maximum,
        // All mappings share the pollers that each alone would leave idle.
        pollerGroupName: props.pollerGroup,
      },
      functionResponseTypes: ['ReportBatchItemFailures'],
      // Endless retries together with a destination would become ten.
      maximumRetryAttempts: consumers.retryAttempts,
      maximumRecordAgeInSeconds: recordAge(topics[topic].retentionDays),
      // A record that crashes the function cannot be named in a partial response; halving the batch finds it.
      bisectBatchOnFunctionError: true,
      destinationConfig: { onFailure: { destination: `kafka://${deadLetterTopic(topic)}` } },
      // One machine lets critical functions run first; on AWS each has pollers and environments of its own.
      tags: [{ key: 'latency', value: props.latency }],
      metricsConfig: { metrics: ['EventCount', 'ErrorCount', 'KafkaMetrics'] },
    });
    mapping.node.addDependency(role);
  }
}
