import { RestApis, type RestApisOptions } from '../../../localstack/api/gateway/rest-apis.ts';
import { apiResources } from '../../../localstack/api/resources/api-resources.ts';
import { IamIdentities } from '../../../localstack/iam/identities.ts';
import { RunningWork } from '../../../localstack/lambda/running-work.ts';
import type { StateStore } from '../../../localstack/state-store.ts';
import type { CreatedResource, ResourceProperties } from '../../../localstack/template/resource-provider.ts';

/** Creates resources the way the template engine does, one after the other. */
export class ApiDeployment {
  readonly apis: RestApis;
  readonly identities = new IamIdentities('000000000000');
  readonly #providers: ReturnType<typeof apiResources>;

  constructor(options: Omit<RestApisOptions, 'identities' | 'clientWork'>, state: StateStore = new Map()) {
    this.apis = new RestApis({ identities: this.identities, clientWork: new RunningWork(Date.now, 0), ...options });
    this.#providers = apiResources({ apis: this.apis, state });
  }

  create(type: string, logicalId: string, properties: ResourceProperties = {}): Promise<CreatedResource> {
    const provider = this.#providers[`AWS::ApiGateway::${type}`];
    if (!provider) throw new Error(`no provider for ${type}`);
    return provider(properties, {
      stack: 'orderstream-api',
      logicalId,
      type: `AWS::ApiGateway::${type}`,
      accountId: '000000000000',
      region: 'eu-west-1',
    });
  }
}

/** The properties of a Lambda proxy integration as CDK renders them. */
export const proxyIntegration = (functionName: string, more: object = {}) => ({
  Type: 'AWS_PROXY',
  IntegrationHttpMethod: 'POST',
  Uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:000000000000:function:${functionName}/invocations`,
  ...more,
});
