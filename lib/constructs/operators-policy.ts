import { CfnOutput } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type Deployment, nameIn } from '../config/deployment.ts';

/** The right to call the routes of operators, for whoever runs the platform. */
export const addOperatorsPolicy = (scope: Construct, deployment: Deployment, api: RestApi): void => {
  const operators = new ManagedPolicy(scope, 'Operators', {
    managedPolicyName: nameIn(deployment, 'operators'),
    description: 'May call the routes of operators: attach it to whoever runs the platform',
    statements: [
      new PolicyStatement({
        actions: ['execute-api:Invoke'],
        resources: [api.arnForExecuteApi('*', '/admin/*', api.deploymentStage.stageName)],
      }),
    ],
  });
  new CfnOutput(scope, 'OperatorPolicyArn', { value: operators.managedPolicyArn });
};
