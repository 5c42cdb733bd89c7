import { Aws } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Deployment } from '../../config/deployment.ts';
import { NodeFunction } from '../functions/node-function.ts';
import type { KafkaUsers } from './kafka-users.ts';

export interface KafkaPasswordRotationProps {
  readonly deployment: Deployment;
  readonly users: KafkaUsers;
}

/**
 * Rotates the password of every user of the cluster. Of CloudFormation's own resources: the CDK's would put a policy of its own
 * on the secrets, where Amazon MSK keeps the one by which it reads them.
 */
export class KafkaPasswordRotation extends Construct {
  constructor(scope: Construct, id: string, { deployment, users }: KafkaPasswordRotationProps) {
    super(scope, id);
    const { secrets, statements } = users.changeable();
    // It calls Secrets Manager only: the brokers read passwords from there themselves.
    const rotator = new NodeFunction(this, 'Rotator', { deployment, name: 'ops/scram-rotation', environment: {} });
    for (const statement of statements) rotator.role.addToPolicy(statement);
    rotator.function.addPermission('SecretsManager', {
      principal: new ServicePrincipal('secretsmanager.amazonaws.com'),
      sourceAccount: Aws.ACCOUNT_ID,
    });
    for (const [principal, { secretArn }] of secrets) {
      const schedule = new CfnRotationSchedule(this, `Schedule ${principal}`, {
        secretId: secretArn,
        rotationLambdaArn: rotator.function.functionArn,
        rotationRules: { automaticallyAfterDays: deployment.config.kafka.passwordDays },
        // The first passwords are new, and a deployment must not rotate them.
        rotateImmediatelyOnUpdate: false,
      });
      // The permission, too: Secrets Manager verifies it on creation.
      schedule.node.addDependency(rotator);
    }
  }
}
