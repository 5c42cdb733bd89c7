import { CfnScalableTarget, CfnScalingPolicy } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Construct } from 'constructs';
import { type Deployment, nameIn } from '../../config/deployment.ts';

/** What Amazon MSK advises: full enough to be worth its price, empty enough for a bad day. */
const utilizationPercent = 60;

/**
 * Lets the brokers' storage grow before it is full. It can do nothing else: Amazon MSK never takes storage back.
 * Of CloudFormation's own resources, since the CDK's would make a role, and Amazon MSK uses one that the service brings.
 */
export class KafkaStorage extends Construct {
  constructor(scope: Construct, id: string, props: { readonly deployment: Deployment; readonly clusterArn: string }) {
    super(scope, id);
    const { deployment, clusterArn } = props;
    const target = new CfnScalableTarget(this, 'Target', {
      serviceNamespace: 'kafka',
      scalableDimension: 'kafka:broker-storage:VolumeSize',
      resourceId: clusterArn,
      // Has no effect, for nothing shrinks, but must be given.
      minCapacity: 1,
      maxCapacity: deployment.config.kafka.largestStorageGib,
    });
    new CfnScalingPolicy(this, 'Policy', {
      policyName: nameIn(deployment, 'kafka-storage'),
      policyType: 'TargetTrackingScaling',
      scalingTargetId: target.ref,
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: 'KafkaBrokerStorageUtilization' },
        targetValue: utilizationPercent,
        disableScaleIn: true,
      },
    });
  }
}
