import { CfnScalableTarget, CfnScalingPolicy } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Construct } from 'constructs';
import { type Deployment, nameIn } from '../../config/deployment.ts';

/** Amazon MSK's recommendation: full enough to be worth its price, with a reserve for peaks. */
const utilizationPercent = 60;

/**
 * Lets the brokers' storage grow before it is full. It never shrinks: Amazon MSK cannot reduce storage.
 * Of CloudFormation's own resources, since the CDK's would make a role, and Amazon MSK uses its service-linked one.
 */
export class KafkaStorage extends Construct {
  constructor(scope: Construct, id: string, props: { readonly deployment: Deployment; readonly clusterArn: string }) {
    super(scope, id);
    const { deployment, clusterArn } = props;
    const target = new CfnScalableTarget(this, 'Target', {
      serviceNamespace: 'kafka',
      scalableDimension: 'kafka:broker-storage:VolumeSize',
      resourceId: clusterArn,
      // Has no effect, since storage never shrinks, but is required.
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
