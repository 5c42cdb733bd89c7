import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type Deployment, nameIn } from '../config/deployment.ts';
import type { FunctionNetwork } from '../constructs/functions/function-network.ts';
import { KafkaAccess } from '../constructs/kafka/kafka-access.ts';
import { KafkaBrokers } from '../constructs/kafka/kafka-brokers.ts';
import { KafkaCluster } from '../constructs/kafka/kafka-cluster.ts';
import type { KafkaConnection } from '../constructs/kafka/kafka-function.ts';
import { KafkaPasswordRotation } from '../constructs/kafka/kafka-password-rotation.ts';
import { KafkaTopics } from '../constructs/kafka/kafka-topics.ts';
import { KafkaUsers } from '../constructs/kafka/kafka-users.ts';
import type { NetworkStack } from './network-stack.ts';

export interface KafkaStackProps {
  readonly network: NetworkStack;
  readonly functionNetwork: FunctionNetwork;
}

/** The cluster, its topics, its users and their ACLs. */
export class KafkaStack extends Stack {
  readonly connection: KafkaConnection;

  constructor(scope: Construct, deployment: Deployment, { network, functionNetwork }: KafkaStackProps) {
    super(scope, nameIn(deployment, 'kafka'), {
      description: 'orderstream: Kafka cluster, topics, users and access',
      terminationProtection: deployment.config.retainState,
    });
    const { arn: clusterArn } = new KafkaCluster(this, 'Kafka', {
      deployment,
      vpc: network.vpc,
      subnets: network.brokerSubnets,
      securityGroup: network.brokers,
    });
    const topics = new KafkaTopics(this, 'Topics', { clusterArn });
    const users = new KafkaUsers(this, 'Users', { deployment, clusterArn });
    new KafkaPasswordRotation(this, 'Passwords', { deployment, users });
    const access = new KafkaAccess(this, 'Access', { deployment, network: functionNetwork, clusterArn, users });
    const brokers = new KafkaBrokers(this, 'Brokers', { deployment, clusterArn, users, access });
    this.connection = { clusterArn, brokersIn: (other) => brokers.in(other), users, topics, access };

    new CfnOutput(this, 'ClusterArn', { value: clusterArn });
    new CfnOutput(this, 'BootstrapBrokers', { value: brokers.addresses });
    new CfnOutput(this, 'AdminSecretArn', { value: users.credentials('admin').value });
  }
}
