import { CustomResource, Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { type Deployment, nameIn } from '../../config/deployment.ts';
import type { KafkaAccess } from './kafka-access.ts';
import type { KafkaUsers } from './kafka-users.ts';

export interface KafkaBrokersProps {
  readonly deployment: Deployment;
  readonly clusterArn: string;
  readonly users: KafkaUsers;
  /** Dependencies: clients must not use a cluster that is open to everyone. */
  readonly access: KafkaAccess;
}

/**
 * The brokers' addresses: their SASL/SCRAM listeners, read once for a cluster and kept in an SSM parameter.
 *
 * An export would not do: CloudFormation refuses to change one that another stack imports, and Amazon MSK returns other brokers
 * on each request. A parameter may change; the importing stack reads it at its own next deployment.
 */
export class KafkaBrokers extends Construct {
  /** `host:port` list, sorted, comma-separated. For this stack alone. */
  readonly addresses: string;
  /** The parameter's name: written out, because a stack that reads it may have no reference to this one. */
  readonly #name: string;

  constructor(scope: Construct, id: string, { deployment, clusterArn, users, access }: KafkaBrokersProps) {
    super(scope, id);
    // Nothing but the cluster and its administrator: other changes of the stack do not request the brokers again.
    const resource = new CustomResource(this, 'Addresses', {
      resourceType: 'Custom::KafkaBrokers',
      serviceToken: access.serviceToken,
      properties: { ClusterArn: clusterArn, AdminSecretArn: users.credentials('admin').value },
    });
    resource.node.addDependency(access);
    this.addresses = resource.getAttString('BootstrapBrokers');
    this.#name = `/${nameIn(deployment, 'kafka').replaceAll('-', '/')}/brokers`;
    new StringParameter(this, 'Parameter', {
      parameterName: this.#name,
      description: 'SASL/SCRAM listeners of the Kafka brokers',
      stringValue: this.addresses,
    });
  }

  /** The brokers' addresses for a construct of another stack, which is deployed after this one. */
  in(scope: Construct): string {
    Stack.of(scope).addStackDependency(Stack.of(this));
    return StringParameter.valueForStringParameter(scope, this.#name);
  }
}
