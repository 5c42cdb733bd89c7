import { RemovalPolicy } from 'aws-cdk-lib';
import {
  ApiKeySourceType,
  CfnRestApi,
  EndpointType,
  LogGroupLogDestination,
  type MethodDeploymentOptions,
  MethodLoggingLevel,
  RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import type { Access } from '../../../schemas/routes.ts';
import { deployedRoutes } from '../../config/deployed-routes.ts';
import { type Deployment, nameIn } from '../../config/deployment.ts';
import type { StageConfig } from '../../config/stage-config.ts';
import { protectedLog } from '../security/protected-log.ts';
import { accessLogFormat } from './access-log.ts';

/** The stage of the API, as its URLs have it. */
export const apiStage = 'v1';

/** Why API Gateway failed, and never the data of requests. */
const logged: MethodDeploymentOptions = {
  loggingLevel: MethodLoggingLevel.ERROR,
  dataTraceEnabled: false,
  metricsEnabled: true,
};

type Limits = Required<Pick<MethodDeploymentOptions, 'throttlingRateLimit' | 'throttlingBurstLimit'>>;

/**
 * Requests without a client's plan are throttled for all callers together, since each costs an invocation. The payment gateway
 * sends a few events an order, and retries what is throttled.
 */
const limitsOf = (access: Access, { requestsPerSecond, burst }: StageConfig['api']): Limits | undefined => {
  if (access === 'public') return { throttlingRateLimit: 100, throttlingBurstLimit: 200 };
  return access === 'gateway' ? { throttlingRateLimit: requestsPerSecond, throttlingBurstLimit: burst } : undefined;
};

const methodLimits = (deployment: Deployment): Readonly<Record<string, MethodDeploymentOptions>> =>
  Object.fromEntries(
    deployedRoutes(deployment).flatMap(({ method, path, access }) => {
      const limits = limitsOf(access, deployment.config.api);
      return limits === undefined ? [] : [[`${path}/${method}`, { ...logged, ...limits }]];
    }),
  );

/** API Gateway's own domain for the API takes TLS 1.0 by default. The CDK's construct has no setting for it. */
const requireTls12 = (api: RestApi): void => {
  const resource = api.node.defaultChild;
  if (!(resource instanceof CfnRestApi)) throw new TypeError('The API has no resource.');
  resource.securityPolicy = SecurityPolicy.TLS13_1_2_PQ_2025_09;
  resource.endpointAccessMode = 'BASIC';
};

/** The API without its routes: one stage with its limits and logs. Other origins may not call it: no answer allows any. */
export const httpApi = (scope: Construct, deployment: Deployment): RestApi => {
  const name = nameIn(deployment, 'api');
  const { clients, domain, operators, requestsPerSecond, burst } = deployment.config.api;
  const accessLog = protectedLog(scope, 'AccessLog', { deployment, name: `/aws/apigateway/${name}` });
  const api = new RestApi(scope, 'Api', {
    restApiName: name,
    endpointTypes: [EndpointType.REGIONAL],
    // With a custom domain there is no second way in.
    disableExecuteApiEndpoint: domain !== undefined,
    apiKeySourceType: ApiKeySourceType.HEADER,
    // API Gateway writes no log until the account names its role. The role is the account's: it stays when this stack goes.
    cloudWatchRole: true,
    cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
    defaultMethodOptions: { apiKeyRequired: true },
    deployOptions: {
      stageName: apiStage,
      // Read by `functions/shared/runtime/http/caller.ts`.
      ...(operators === 'sourceIdentity' && { variables: { operators } }),
      tracingEnabled: true,
      accessLogDestination: new LogGroupLogDestination(accessLog),
      accessLogFormat,
      ...logged,
      methodOptions: methodLimits(deployment),
      // Users have no plans: a limit applies to all of them together.
      ...(clients !== 'apiKeys' && { throttlingRateLimit: requestsPerSecond, throttlingBurstLimit: burst }),
    },
  });
  requireTls12(api);
  // API Gateway would create it by itself, without an end of retention.
  const ownLog = protectedLog(scope, 'OwnLog', {
    deployment,
    name: `API-Gateway-Execution-Logs_${api.restApiId}/${apiStage}`,
  });
  api.deploymentStage.node.addDependency(ownLog);
  // The CDK's own output of the URL, under a generated name; `ApiUrl` has the same value.
  api.node.tryRemoveChild('Endpoint');
  return api;
};
