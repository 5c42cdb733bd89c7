import { Properties } from '../../properties.ts';
import { stableId } from '../../stable-id.ts';
import type { StateStore } from '../../state-store.ts';
import type { ResourceContext, ResourceProvider, ResourceProviders } from '../../template/resource-provider.ts';
import { ApiDraft } from '../definition/api-draft.ts';
import type { LambdaAuthorizer, MethodSetting } from '../definition/definition.ts';
import { checkStageVariables } from '../definition/stage-variables.ts';
import type { RestApis } from '../gateway/rest-apis.ts';
import { accessResources, throttleLimits } from './access-resources.ts';
import { functionArnOf, headerParameters, readMethod } from './method-properties.ts';

export interface ApiResourcesOptions {
  readonly apis: RestApis;
  readonly state: StateStore;
}

/** The providers of `AWS::ApiGateway::*`. A property that is not emulated is an error. */
export function apiResources({ apis, state }: ApiResourcesOptions): ResourceProviders {
  return { ...accessResources(apis, state), ...definitionResources(apis), ...servingResources(apis) };
}

function definitionResources(apis: RestApis): ResourceProviders {
  const part =
    (attribute: string, add: (draft: ApiDraft, properties: Properties, id: string) => void): ResourceProvider =>
    async (values, context) => {
      const properties = new Properties(values);
      const id = idOf(context);
      add(apis.draft(properties.string('RestApiId')), properties, id);
      return { ref: id, attributes: { [attribute]: id } };
    };

  return {
    'AWS::ApiGateway::RestApi': async (values, context) => {
      const properties = new Properties(values);
      properties.refuse('Body', 'BodyS3Location', 'CloneFrom', 'Policy', 'MinimumCompressionSize');
      const id = stableId(10, context.stack, context.logicalId);
      const draft = new ApiDraft(
        {
          id,
          accountId: context.accountId,
          region: context.region,
          binaryMediaTypes: properties.strings('BinaryMediaTypes'),
          apiKeySource: properties.oneOf('ApiKeySourceType', ['HEADER', 'AUTHORIZER'], 'HEADER'),
        },
        stableId(10, id, '/'),
      );
      apis.addApi(draft);
      return { ref: id, attributes: { RestApiId: id, RootResourceId: draft.rootResourceId } };
    },

    'AWS::ApiGateway::Resource': part('ResourceId', (draft, properties, id) =>
      draft.addResource(id, properties.string('ParentId'), properties.string('PathPart')),
    ),

    'AWS::ApiGateway::Method': part('MethodId', (draft, properties) => draft.addMethod(readMethod(properties, draft))),

    'AWS::ApiGateway::RequestValidator': part('RequestValidatorId', (draft, properties, id) =>
      draft.validators.set(id, {
        body: properties.boolean('ValidateRequestBody') ?? false,
        parameters: properties.boolean('ValidateRequestParameters') ?? false,
      }),
    ),

    'AWS::ApiGateway::Authorizer': part('AuthorizerId', (draft, properties, id) =>
      draft.authorizers.set(id, readAuthorizer(properties, id)),
    ),

    'AWS::ApiGateway::GatewayResponse': part('Id', (draft, properties) => {
      const status = properties.number('StatusCode');
      const responseType = properties.string('ResponseType');
      draft.gatewayResponses.set(responseType, {
        responseType,
        ...(status !== undefined && { status }),
        templates: properties.stringMap('ResponseTemplates'),
        headers: headerParameters(properties.stringMap('ResponseParameters'), 'gatewayresponse.header.'),
      });
    }),

    'AWS::ApiGateway::Model': async (values, context) => {
      const properties = new Properties(values);
      const name = properties.optionalString('Name') ?? idOf(context);
      const schema = properties.raw('Schema');
      const parsed: unknown = typeof schema === 'string' ? JSON.parse(schema) : schema;
      if (typeof parsed !== 'object' || parsed === null) return properties.fail('Schema', 'must be a JSON Schema');
      apis.draft(properties.string('RestApiId')).models.set(name, { name, schema: parsed });
      return { ref: name, attributes: {} };
    },
  };
}

function servingResources(apis: RestApis): ResourceProviders {
  return {
    'AWS::ApiGateway::Deployment': async (values, context) => {
      const properties = new Properties(values);
      properties.refuse('StageName', 'StageDescription', 'DeploymentCanarySettings');
      const id = idOf(context);
      apis.deploy(properties.string('RestApiId'), id);
      return { ref: id, attributes: { DeploymentId: id } };
    },

    'AWS::ApiGateway::Stage': async (values) => {
      const properties = new Properties(values);
      properties.refuse('CanarySetting');
      if (properties.boolean('CacheClusterEnabled')) throw new Error('response caching is not supported locally');
      const name = properties.string('StageName');
      const variables = properties.stringMap('Variables');
      checkStageVariables(variables);
      const methodSettings = properties.records('MethodSettings').flatMap(readMethodSetting);
      const [apiId, deploymentId] = [properties.string('RestApiId'), properties.string('DeploymentId')];
      await apis.addStage({ name, variables, methodSettings }, apiId, deploymentId);
      return { ref: name, attributes: {} };
    },

    // The account-wide logging role: nothing to emulate.
    'AWS::ApiGateway::Account': async (_, context) => ({ ref: idOf(context), attributes: { Id: idOf(context) } }),
  };
}

function readAuthorizer(properties: Properties, id: string): LambdaAuthorizer {
  const type = properties.oneOf('Type', ['TOKEN', 'REQUEST'], 'TOKEN');
  const sources = (properties.optionalString('IdentitySource') ?? '').split(',').map((source) => source.trim());
  const identitySources = sources.filter((source) => source !== '');
  if (type === 'TOKEN' && identitySources.length !== 1) {
    properties.fail('IdentitySource', `must name one header for a TOKEN authorizer, got ${identitySources.length}`);
  }
  const pattern = properties.optionalString('IdentityValidationExpression');
  const cacheSeconds = properties.number('AuthorizerResultTtlInSeconds') ?? 300;
  if (cacheSeconds < 0 || cacheSeconds > 3600) throw new Error('AuthorizerResultTtlInSeconds must be 0 to 3600');
  return {
    id,
    type,
    functionArn: functionArnOf(properties.string('AuthorizerUri')),
    identitySources,
    tokenPattern: type === 'TOKEN' && pattern ? new RegExp(`^(?:${pattern})$`) : undefined,
    cacheSeconds,
  };
}

/** Throttling of a stage's method; other settings (logging, metrics) change no answer. -1 switches it off. */
function readMethodSetting(properties: Properties): readonly MethodSetting[] {
  if (properties.boolean('CachingEnabled')) throw new Error('response caching is not supported locally');
  const throttle = throttleLimits(properties, 'ThrottlingRateLimit', 'ThrottlingBurstLimit');
  if (!throttle || throttle.rateLimit < 0 || throttle.burstLimit < 0) return [];
  const path = properties.optionalString('ResourcePath') ?? '/*';
  return [
    {
      // `/*` matches all; otherwise `/` and then the path with `~1` for each of its slashes; the root is `/`.
      resourcePath: path === '/*' ? '*' : path.slice(1).replaceAll('~1', '/') || '/',
      httpMethod: properties.optionalString('HttpMethod') ?? '*',
      throttle,
    },
  ];
}

function idOf({ stack, logicalId }: ResourceContext): string {
  return stableId(6, stack, logicalId);
}
