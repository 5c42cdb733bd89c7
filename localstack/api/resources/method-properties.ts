import type { Properties } from '../../properties.ts';
import type { ApiDraft } from '../definition/api-draft.ts';
import { type BodyModel, compileModel } from '../definition/body-model.ts';
import type {
  Authorization,
  LambdaIntegration,
  MethodDefinition,
  MockIntegration,
  MockResponse,
} from '../definition/definition.ts';
import { templateStatus } from '../integration/mock-integration.ts';

/** Reads the properties of an `AWS::ApiGateway::Method`. @throws {Error} invalid, or not emulated. */
export function readMethod(properties: Properties, draft: ApiDraft): MethodDefinition {
  const resourceId = properties.string('ResourceId');
  const validatorId = properties.optionalString('RequestValidatorId');
  const validator = validatorId === undefined ? undefined : draft.validators.get(validatorId);
  if (validatorId !== undefined && !validator) throw new Error(`the API has no request validator ${validatorId}`);
  return {
    resourceId,
    resourcePath: draft.pathOf(resourceId),
    httpMethod: properties.string('HttpMethod'),
    authorization: readAuthorization(properties, draft),
    apiKeyRequired: properties.boolean('ApiKeyRequired') ?? false,
    requiredParameters: validator?.parameters ? requiredParameters(properties) : [],
    bodyModels: validator?.body ? bodyModels(properties, draft) : new Map(),
    integration: readIntegration(properties),
  };
}

/** The function's ARN in `arn:…:apigateway:<region>:lambda:path/2015-03-31/functions/<arn>/invocations`. */
export function functionArnOf(uri: string): string {
  const arn = /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(uri)?.[1];
  if (arn === undefined) throw new Error(`"${uri}" is not the invocation URI of a Lambda function`);
  return arn;
}

function readAuthorization(properties: Properties, draft: ApiDraft): Authorization {
  const type = properties.oneOf('AuthorizationType', ['NONE', 'AWS_IAM', 'CUSTOM'], 'NONE');
  if (type !== 'CUSTOM') return { type };
  const authorizerId = properties.string('AuthorizerId');
  const authorizer = draft.authorizers.get(authorizerId);
  if (!authorizer) throw new Error(`the API has no authorizer ${authorizerId}`);
  return { type, authorizer };
}

function requiredParameters(properties: Properties): readonly string[] {
  return Object.entries(properties.stringMap('RequestParameters'))
    .filter(([, required]) => required === 'true')
    .map(([expression]) => expression);
}

function bodyModels(properties: Properties, draft: ApiDraft): ReadonlyMap<string, BodyModel> {
  return new Map(
    Object.entries(properties.stringMap('RequestModels')).map(([contentType, name]) => [
      contentType,
      compileModel(name, draft.models, draft.api.id),
    ]),
  );
}

function readIntegration(properties: Properties): LambdaIntegration | MockIntegration {
  const integration = properties.record('Integration') ?? properties.fail('Integration', 'is required');
  integration.refuse('CacheKeyParameters', 'ConnectionId', 'ContentHandling', 'TlsConfig');
  const type = integration.string('Type');
  if (type === 'AWS_PROXY') return readLambda(integration);
  if (type === 'MOCK') return readMock(integration);
  throw new Error(`integration type ${type} is not supported locally (supported: AWS_PROXY, MOCK)`);
}

const maxTimeoutMs = 29_000;

function readLambda(integration: Properties): LambdaIntegration {
  const timeoutMs = integration.number('TimeoutInMillis') ?? maxTimeoutMs;
  if (timeoutMs < 50 || timeoutMs > maxTimeoutMs) throw new Error('Integration.TimeoutInMillis must be 50 to 29000');
  integration.oneOf('ResponseTransferMode', ['BUFFERED'], 'BUFFERED');
  return { type: 'AWS_PROXY', functionArn: functionArnOf(integration.string('Uri')), timeoutMs };
}

function readMock(integration: Properties): MockIntegration {
  const statuses = Object.entries(integration.stringMap('RequestTemplates')).map(([contentType, template]) => {
    const status = templateStatus(template);
    if (status === undefined) throw new Error(`the MOCK request template for ${contentType} gives no statusCode`);
    return [contentType, status] as const;
  });
  return {
    type: 'MOCK',
    statusByContentType: new Map(statuses),
    refusesOtherContentTypes: integration.optionalString('PassthroughBehavior') === 'NEVER',
    responses: integration.records('IntegrationResponses').map(readMockResponse),
  };
}

function readMockResponse(response: Properties): MockResponse {
  const templates = response.stringMap('ResponseTemplates');
  for (const [contentType, template] of Object.entries(templates)) {
    if (/[#$][a-zA-Z{!]/.test(template)) {
      throw new Error(
        `the MOCK response template for ${contentType} uses the template language, not supported locally`,
      );
    }
  }
  return {
    status: Number(response.string('StatusCode')),
    selectionPattern: response.optionalString('SelectionPattern') || undefined,
    headers: headerParameters(response.stringMap('ResponseParameters'), 'method.response.header.'),
    templates,
  };
}

/** Header name to expression, of parameters whose names all begin with `prefix`. */
export function headerParameters(
  parameters: Readonly<Record<string, string>>,
  prefix: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, expression]) => {
      if (!name.startsWith(prefix)) throw new Error(`response parameter ${name} is not supported locally`);
      return [name.slice(prefix.length), expression];
    }),
  );
}
