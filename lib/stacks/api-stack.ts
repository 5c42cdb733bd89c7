import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  ApiKeySourceType,
  AuthorizationType,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  type MethodOptions,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { type Access, type Route, routes } from '../../schemas/routes.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import { type Deployment, nameIn } from '../config/deployment.ts';
import { ProblemResponses } from '../constructs/problem-responses.ts';
import { UnknownRoutes } from '../constructs/unknown-routes.ts';
import { UserAuthorizer } from '../constructs/user-authorizer.ts';

export interface ApiStackProps {
  /** By name: `order/intake`. */
  readonly functions: ReadonlyMap<string, IFunction>;
}

const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTime(),
    method: AccessLogField.contextHttpMethod(),
    route: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    user: AccessLogField.contextAuthorizerPrincipalId(),
    signedBy: AccessLogField.contextIdentityUserArn(),
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
  constructor(scope: Construct, deployment: Deployment, { functions }: ApiStackProps) {
    super(scope, nameIn(deployment, 'api'), { description: 'orderstream: HTTP API' });
    const { config } = deployment;
    const { clients, requestsPerSecond, burst } = config.api;
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
        // Users have no plans: what a plan would hold back is held back for all of them together.
        ...(clients !== 'apiKeys' && { throttlingRateLimit: requestsPerSecond, throttlingBurstLimit: burst }),
      },
    });
    // The CDK's own output of the URL, under a name made up by it; `ApiUrl` says the same.
    api.node.tryRemoveChild('Endpoint');
    new ProblemResponses(this, 'Problems', { api });

    const authorization: Record<Access, MethodOptions> = {
      client:
        clients === 'apiKeys'
          ? { apiKeyRequired: true }
          : {
              authorizationType: AuthorizationType.CUSTOM,
              authorizer: new UserAuthorizer(this, 'Users', { deployment, users: clients }).authorizer,
              apiKeyRequired: false,
            },
      operator: { authorizationType: AuthorizationType.IAM, apiKeyRequired: false },
      public: { apiKeyRequired: false },
    };
    const integrations = new Map<string, LambdaIntegration>();
    const answeredBy = (name: string): LambdaIntegration => {
      const known = integrations.get(name);
      if (known !== undefined) return known;
      const handler = functions.get(name);
      if (handler === undefined)
        throw new ConfigurationError(`No function ${name}: a route of schemas/routes.ts needs it.`);
      const integration = new LambdaIntegration(handler, { timeout: integrationTimeout, allowTestInvoke: false });
      integrations.set(name, integration);
      return integration;
    };
    for (const { method, path, function: name, access } of Object.values<Route>(routes)) {
      api.root.resourceForPath(path).addMethod(method, answeredBy(name), authorization[access]);
    }

    new UnknownRoutes(this, 'UnknownRoutes', { api });

    if (clients === 'apiKeys') this.#addApiKey(api, deployment);
    this.#addOperators(api, deployment);
    new CfnOutput(this, 'ApiUrl', { value: api.url });
  }

  /** The first client's key, and the plan that every client is under. */
  #addApiKey(api: RestApi, deployment: Deployment): void {
    const { requestsPerSecond, burst } = deployment.config.api;
    const key = api.addApiKey('Client', { apiKeyName: nameIn(deployment, 'client') });
    const plan = api.addUsagePlan('Plan', {
      name: nameIn(deployment, 'clients'),
      throttle: { rateLimit: requestsPerSecond, burstLimit: burst },
      apiStages: [{ stage: api.deploymentStage }],
    });
    plan.addApiKey(key);
    new CfnOutput(this, 'ApiKeyId', { value: key.keyId });
  }

  #addOperators(api: RestApi, deployment: Deployment): void {
    const operators = new ManagedPolicy(this, 'Operators', {
      managedPolicyName: nameIn(deployment, 'operators'),
      description: 'May call the routes of operators: attach it to whoever runs the platform',
      statements: [
        new PolicyStatement({
          actions: ['execute-api:Invoke'],
          resources: [api.arnForExecuteApi('*', '/admin/*', api.deploymentStage.stageName)],
        }),
      ],
    });
    new CfnOutput(this, 'OperatorPolicyArn', { value: operators.managedPolicyArn });
  }
}
