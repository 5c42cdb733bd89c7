import { CfnOutput } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type Deployment, nameIn } from '../../config/deployment.ts';

/**
 * `aws:userid` is `<id of the role>:<name of the session>`. API Gateway passes the name on and not the source identity: where
 * they are equal, the functions know both. A caller without a source identity is denied.
 */
const namedAfterSourceIdentity = { StringLike: { 'aws:userid': `*:\${aws:SourceIdentity}` } };

/** The right to call the routes of operators. */
export const addOperatorsPolicy = (scope: Construct, deployment: Deployment, api: RestApi): void => {
  const operators = new ManagedPolicy(scope, 'Operators', {
    managedPolicyName: nameIn(deployment, 'operators'),
    description: 'May call the routes of operators: attach it to whoever runs the platform',
    statements: [
      new PolicyStatement({
        actions: ['execute-api:Invoke'],
        resources: [api.arnForExecuteApi('*', '/admin/*', api.deploymentStage.stageName)],
        ...(deployment.config.api.operators === 'sourceIdentity' && { conditions: namedAfterSourceIdentity }),
      }),
    ],
  });
  new CfnOutput(scope, 'OperatorPolicyArn', { value: operators.managedPolicyArn });
};
