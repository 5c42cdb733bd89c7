import { CfnOutput } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { type Deployment, nameIn } from '../config/deployment.ts';

/** The first client's key, and the plan that every client is under. */
export const addClientKeys = (scope: Construct, deployment: Deployment, api: RestApi): void => {
  const { requestsPerSecond, burst } = deployment.config.api;
  const key = api.addApiKey('Client', { apiKeyName: nameIn(deployment, 'client') });
  const plan = api.addUsagePlan('Plan', {
    name: nameIn(deployment, 'clients'),
    throttle: { rateLimit: requestsPerSecond, burstLimit: burst },
    apiStages: [{ stage: api.deploymentStage }],
  });
  plan.addApiKey(key);
  new CfnOutput(scope, 'ApiKeyId', { value: key.keyId });
};
