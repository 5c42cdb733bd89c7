import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  ApiKeySourceType,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { type Deployment, nameIn } from '../config/deployment.ts';
import { ProblemResponses } from '../constructs/problem-responses.ts';

export interface ApiStackProps {
  readonly intake: IFunction;
  readonly status: IFunction;
}

const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTime(),
    method: AccessLogField.contextHttpMethod(),
    route: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    latencyMs: AccessLogField.contextResponseLatency(),
    integrationLatencyMs: AccessLogField.contextIntegrationLatency(),
    apiKeyId: AccessLogField.contextIdentityApiKeyId(),
    ip: AccessLogField.contextIdentitySourceIp(),
    error: AccessLogField.contextErrorMessage(),
    traceId: AccessLogField.contextXrayTraceId(),
  }),
);

/** API Gateway's longest. */
const integrationTimeout = Duration.seconds(29);

/** The HTTP API: routes, keys, limits and errors. */
export class ApiStack extends Stack {
  constructor(scope: Construct, deployment: Deployment, { intake, status }: ApiStackProps) {
    super(scope, nameIn(deployment, 'api'), { description: 'orderstream: HTTP API' });
    const { config } = deployment;
    const accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/apigateway/${nameIn(deployment, 'api')}`,
      retention: config.logRetentionDays,
      removalPolicy: config.retainState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const api = new RestApi(this, 'Api', {
      restApiName: nameIn(deployment, 'api'),
      endpointTypes: [EndpointType.REGIONAL],
      apiKeySourceType: ApiKeySourceType.HEADER,
      // The account's role for API Gateway's logs belongs to the account, not to one application.
      cloudWatchRole: false,
      defaultMethodOptions: { apiKeyRequired: true },
      deployOptions: {
        stageName: 'v1',
        tracingEnabled: true,
        metricsEnabled: true,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat,
      },
    });
    // The CDK's own output of the URL, under a name made up by it; `ApiUrl` says the same.
    api.node.tryRemoveChild('Endpoint');
    new ProblemResponses(this, 'Problems', { api });

    const answeredBy = (handler: IFunction) =>
      new LambdaIntegration(handler, { timeout: integrationTimeout, allowTestInvoke: false });
    const orders = api.root.addResource('orders');
    const order = orders.addResource('{id}');
    orders.addMethod('POST', answeredBy(intake));
    order.addMethod('GET', answeredBy(status));
    order.addResource('status').addMethod('GET', answeredBy(status));
    api.root.addResource('health').addMethod('GET', answeredBy(status), { apiKeyRequired: false });

    const key = api.addApiKey('Client', { apiKeyName: nameIn(deployment, 'client') });
    const plan = api.addUsagePlan('Plan', {
      name: nameIn(deployment, 'clients'),
      throttle: { rateLimit: config.api.requestsPerSecond, burstLimit: config.api.burst },
      apiStages: [{ stage: api.deploymentStage }],
    });
    plan.addApiKey(key);

    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'ApiKeyId', { value: key.keyId });
  }
}
