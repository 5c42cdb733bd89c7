import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, CapacityProvider, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { FunctionNetwork } from './function-network.ts';

/** Least memory of a function on Managed Instances: one processor. */
export const managedMemoryMb = 2_048;
/** Lambda keeps one environment in each zone. */
const leastEnvironments = 3;

export interface SharedCalls {
  /** Most calls that one environment takes at a time. */
  readonly perEnvironment: number;
  /** Most calls at a time in all environments; undefined: without limit. */
  readonly atOnce: number | undefined;
}

/**
 * Lambda Managed Instances: processors in the functions' subnets, on which one environment takes several calls at a time. One
 * provider is one boundary of trust: only functions of the same principal run on it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html
 */
export class ManagedInstances extends Construct {
  readonly #provider: CapacityProvider;

  constructor(scope: Construct, id: string, { vpc, subnets, securityGroup }: FunctionNetwork) {
    super(scope, id);
    this.#provider = new CapacityProvider(this, 'Provider', {
      subnets: vpc.selectSubnets(subnets).subnets,
      securityGroups: [securityGroup],
      architectures: [Architecture.ARM_64],
      operatorRole: new Role(this, 'OperatorRole', {
        assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
        managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('AWSLambdaManagedEC2ResourceOperator')],
      }),
    });
  }

  run(called: LambdaFunction, { perEnvironment, atOnce }: SharedCalls): void {
    this.#provider.addFunction(called, {
      perExecutionEnvironmentMaxConcurrency: perEnvironment,
      executionEnvironmentMemoryGiBPerVCpu: managedMemoryMb / 1_024,
      publishToLatestPublished: true,
      latestPublishedScalingConfig: {
        minExecutionEnvironments: leastEnvironments,
        ...(atOnce !== undefined && {
          maxExecutionEnvironments: Math.max(leastEnvironments, Math.ceil(atOnce / perEnvironment)),
        }),
      },
    });
    // One processor, one thread: calls of one thread share its connections, and their sends are one request.
    called.addEnvironment('AWS_LAMBDA_NODEJS_WORKER_COUNT', '1');
  }
}
