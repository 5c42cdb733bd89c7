import { CustomResource } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acls } from '../../schemas/access-matrix.ts';
import type { Deployment } from '../config/deployment.ts';
import type { KafkaUsers } from './kafka-users.ts';
import { type FunctionNetwork, NodeFunction } from './node-function.ts';

export interface KafkaAccessProps {
  readonly deployment: Deployment;
  /** Absent: the brokers are outside every network of ours. */
  readonly network?: FunctionNetwork;
  readonly clusterArn: string;
  readonly users: KafkaUsers;
}

/**
 * The access matrix on the brokers. CloudFormation has no resource for Kafka ACLs; a function in the network makes the
 * brokers' ACLs equal to the matrix. It also reads what CloudFormation does not tell: where the brokers are.
 */
export class KafkaAccess extends Construct {
  /** `host:port` of the brokers' SASL/SCRAM listeners, comma-separated. */
  readonly bootstrapBrokers: string;

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
    const resource = new CustomResource(this, 'Acls', {
      resourceType: 'Custom::KafkaAccess',
      serviceToken: provisioner.function.functionArn,
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
      },
    });
    // Without them the function may neither log in nor act; its own reference covers the function alone.
    resource.node.addDependency(users, provisioner.role);
    this.bootstrapBrokers = resource.getAttString('BootstrapBrokers');
  }
}
