import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type Deployment, nameIn } from '../config/deployment.ts';
import { KafkaAccess } from '../constructs/kafka/kafka-access.ts';
import type { KafkaConnection } from '../constructs/kafka/kafka-function.ts';
import { KafkaTopics } from '../constructs/kafka/kafka-topics.ts';
import { KafkaUsers } from '../constructs/kafka/kafka-users.ts';

/** Users, topics and access of a cluster that no stack creates: it exists, and its brokers are known. */
export class ExternalKafkaStack extends Stack {
  readonly connection: KafkaConnection;

  /** @param bootstrapBrokers `host:port` list of the SASL/SCRAM listener, as functions reach it. */
  constructor(scope: Construct, deployment: Deployment, bootstrapBrokers: string) {
    super(scope, nameIn(deployment, 'kafka'), {
      description: 'orderstream: users of a Kafka cluster that is elsewhere',
    });
    const clusterArn = this.formatArn({
      service: 'kafka',
      resource: 'cluster',
      resourceName: `${nameIn(deployment, 'kafka')}/00000000-0000-0000-0000-000000000000-1`,
    });
    const topics = new KafkaTopics(this, 'Topics', { clusterArn });
    const users = new KafkaUsers(this, 'Users', { deployment, clusterArn });
    const access = new KafkaAccess(this, 'Access', { deployment, clusterArn, users });
    this.connection = { clusterArn, brokersIn: () => bootstrapBrokers, users, topics, access };

    new CfnOutput(this, 'ClusterArn', { value: clusterArn });
    new CfnOutput(this, 'BootstrapBrokers', { value: bootstrapBrokers });
    new CfnOutput(this, 'AdminSecretArn', { value: users.credentials('admin').value });
  }
}
