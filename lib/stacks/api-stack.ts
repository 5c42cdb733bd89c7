import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { AuthorizationType, LambdaIntegration, type MethodOptions } from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Access } from '../../schemas/routes.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import { deployedRoutes } from '../config/deployed-routes.ts';
import { type Deployment, nameIn } from '../config/deployment.ts';
import { ApiDomain } from '../constructs/api/api-domain.ts';
import { ApiFirewall } from '../constructs/api/api-firewall.ts';
import { addClientKeys } from '../constructs/api/client-keys.ts';
import { httpApi } from '../constructs/api/http-api.ts';
import { addOperatorsPolicy } from '../constructs/api/operators-policy.ts';
import { ProblemResponses } from '../constructs/api/problem-responses.ts';
import { requestModels } from '../constructs/api/request-models.ts';
import { UnknownRoutes } from '../constructs/api/unknown-routes.ts';
import { UserAuthorizer } from '../constructs/api/user-authorizer.ts';

export interface ApiStackProps {
  /** By name: `order/intake`. */
  readonly functions: ReadonlyMap<string, IFunction>;
}

/** API Gateway's maximum. */
const integrationTimeout = Duration.seconds(29);

/** The HTTP API: routes, keys, limits and errors, behind a firewall. */
export class ApiStack extends Stack {
  constructor(scope: Construct, deployment: Deployment, { functions }: ApiStackProps) {
    super(scope, nameIn(deployment, 'api'), { description: 'orderstream: HTTP API' });
    const { clients, domain } = deployment.config.api;
    const api = httpApi(this, deployment);
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
      // Its signature is the authentication: the function verifies it.
      gateway: { apiKeyRequired: false },
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
    const modelsOf = requestModels(api);
    for (const { method, path, function: name, access, request } of deployedRoutes(deployment)) {
      api.root.resourceForPath(path).addMethod(method, answeredBy(name), {
        ...authorization[access],
        ...(request && { requestModels: modelsOf(request.contract) }),
      });
    }

    new UnknownRoutes(this, 'UnknownRoutes', { api });
    new ApiFirewall(this, 'Firewall', { deployment, stageArn: api.deploymentStage.stageArn });
    if (clients === 'apiKeys') addClientKeys(this, deployment, api);
    addOperatorsPolicy(this, deployment, api);
    if (domain) {
      const { target } = new ApiDomain(this, 'Domain', { api, domain });
      new CfnOutput(this, 'DomainTarget', { value: target });
    }
    new CfnOutput(this, 'ApiUrl', { value: domain ? `https://${domain.name}/` : api.url });
  }
}
