import { ArnFormat, CustomResource, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acls } from '../../../schemas/access-matrix.ts';
import { type Deployment, nameIn } from '../../config/deployment.ts';
import type { FunctionNetwork } from '../functions/function-network.ts';
import { NodeFunction } from '../functions/node-function.ts';
import type { KafkaUsers } from './kafka-users.ts';

/** Context value that makes the next deployment apply the rules again, whatever it is: `-c reapplyKafkaAccess="$(date)"`. */
const reapplyContext = 'reapplyKafkaAccess';

export interface KafkaAccessProps {
  readonly deployment: Deployment;
  /** Absent: the brokers are outside the VPC. */
  readonly network?: FunctionNetwork;
  readonly clusterArn: string;
  readonly users: KafkaUsers;
}

/**
 * The access matrix on the brokers. CloudFormation has no resource for Kafka ACLs; a function in the network makes the
 * brokers' ACLs equal to the matrix.
 */
export class KafkaAccess extends Construct {
  /** ARN of the function that acts as the cluster's administrator. */
  readonly serviceToken: string;

  constructor(scope: Construct, id: string, { deployment, network, clusterArn, users }: KafkaAccessProps) {
    super(scope, id);
    const admin = users.credentials('admin');
    const provisioner = new NodeFunction(this, 'Provisioner', {
      deployment,
      ...(network && { network }),
      name: 'ops/kafka-access',
      environment: {},
    });
    for (const statement of admin.statements) provisioner.role.addToPolicy(statement);
    provisioner.role.addToPolicy(
      new PolicyStatement({ actions: ['kafka:GetBootstrapBrokers'], resources: [clusterArn] }),
    );
    // Brokers may not know a new user for up to ten minutes: successive invocations wait for it.
    provisioner.role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [ownArn(scope, deployment)] }),
    );
    this.serviceToken = provisioner.function.functionArn;
    const reapply: unknown = this.node.tryGetContext(reapplyContext);
    const resource = new CustomResource(this, 'Acls', {
      resourceType: 'Custom::KafkaAccess',
      serviceToken: this.serviceToken,
      properties: {
        ClusterArn: clusterArn,
        AdminSecretArn: admin.value,
        Acls: acls.map(({ principal, resourceType, resourceName, patternType, operation }) => ({
          Principal: principal,
          ResourceType: resourceType,
          ResourceName: resourceName,
          ...(patternType !== undefined && { PatternType: patternType }),
          Operation: operation,
        })),
        // CloudFormation invokes the function only when a property changes.
        ...(typeof reapply === 'string' && { Reapply: reapply }),
      },
    });
    // Without them the function may neither log in nor act; its own reference covers the function alone.
    resource.node.addDependency(users, provisioner.role);
  }
}

/** Built from the function's name: a policy that refers to the function, which waits for its role, would be a circle. */
const ownArn = (scope: Construct, deployment: Deployment): string =>
  Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: nameIn(deployment, 'ops', 'kafka-access'),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
