import { expect, test } from 'vitest';
import { ApiDeployment, proxyIntegration } from '../../../../support/api/deploy-api.ts';
import { ScriptedFunctions } from '../../../../support/api/scripted-functions.ts';

const deployment = (state = new Map<string, string>()) =>
  new ApiDeployment({ invoker: new ScriptedFunctions() }, state);

async function withApi(properties = {}) {
  const api = deployment();
  const { ref: RestApiId, attributes } = await api.create('RestApi', 'Api', properties);
  const ResourceId = attributes['RootResourceId'] ?? '';
  const addMethod = (more: object) =>
    api.create('Method', 'Method', { RestApiId, ResourceId, HttpMethod: 'GET', ...more });
  return { api, RestApiId, ResourceId, addMethod };
}

test.each([
  ['an HTTP integration', { Integration: { Type: 'HTTP_PROXY', Uri: 'https://example.org' } }, 'HTTP_PROXY'],
  [
    'a Cognito authorizer',
    { AuthorizationType: 'COGNITO_USER_POOLS', Integration: proxyIntegration('f') },
    'COGNITO_USER_POOLS',
  ],
  ['a streamed response', { Integration: proxyIntegration('f', { ResponseTransferMode: 'STREAM' }) }, 'STREAM'],
  ['a timeout over 29 s', { Integration: proxyIntegration('f', { TimeoutInMillis: 29_001 }) }, 'TimeoutInMillis'],
  [
    'the template language in a MOCK',
    {
      Integration: {
        Type: 'MOCK',
        IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': '#set($a = 1)' } }],
      },
    },
    'template language',
  ],
  ['an unknown resource', { ResourceId: 'nothing', Integration: proxyIntegration('f') }, 'nothing'],
  ['no integration', {}, 'Integration'],
])('a method with %s is an error that names it', async (_, more, named) => {
  const { addMethod } = await withApi();
  await expect(addMethod(more)).rejects.toThrow(named);
});

test('C11 the integration timeout may be 50 ms to 29 s', async () => {
  const { addMethod } = await withApi();
  await expect(addMethod({ Integration: proxyIntegration('f', { TimeoutInMillis: 49 }) })).rejects.toThrow('50');
  await expect(addMethod({ Integration: proxyIntegration('f', { TimeoutInMillis: 50 }) })).resolves.toBeDefined();
});

test('an OpenAPI body or a resource policy of an API is refused by name', async () => {
  await expect(withApi({ Body: {} })).rejects.toThrow('Body is not supported locally');
  await expect(withApi({ Policy: {} })).rejects.toThrow('Policy is not supported locally');
});

test('F2 names and values of stage variables have limits', async () => {
  const { api, RestApiId } = await withApi();
  const stage = (Variables: object) =>
    api.create('Stage', 'Stage', { RestApiId, DeploymentId: 'd', StageName: 'v1', Variables });
  await expect(stage({ ['x'.repeat(65)]: '1' })).rejects.toThrow('64');
  await expect(stage({ x: '1'.repeat(513) })).rejects.toThrow('512');
});

test('ids are the same at every start', async () => {
  expect((await withApi()).RestApiId).toBe((await withApi()).RestApiId);
  expect((await withApi()).RestApiId).toMatch(/^[a-z0-9]{10}$/);
});

test('E6 an API key without a value gets one, and keeps it over restarts', async () => {
  const state = new Map<string, string>();
  const keyValue = async () => {
    const api = deployment(state);
    const { ref } = await api.create('ApiKey', 'Client', { Enabled: true });
    return api.apis.apiKeyValue(ref);
  };
  const first = await keyValue();
  expect(first).toMatch(/^.{20,128}$/);
  expect(await keyValue()).toBe(first);
  state.clear();
  expect(await keyValue()).not.toBe(first);
});

test('a usage plan key for an unknown key or plan is an error that names it', async () => {
  const api = deployment();
  await expect(
    api.create('UsagePlanKey', 'Link', { KeyId: 'k', KeyType: 'API_KEY', UsagePlanId: 'p' }),
  ).rejects.toThrow('no usage plan p');
});

test('an authorizer without a token header, or cached for too long, is refused', async () => {
  const { api, RestApiId } = await withApi();
  const authorizer = (more: object) =>
    api.create('Authorizer', 'A', {
      RestApiId,
      Type: 'TOKEN',
      AuthorizerUri: proxyIntegration('a').Uri,
      IdentitySource: 'method.request.header.Authorization',
      ...more,
    });
  await expect(authorizer({ IdentitySource: '' })).rejects.toThrow('IdentitySource');
  await expect(authorizer({ AuthorizerResultTtlInSeconds: 3601 })).rejects.toThrow('3600');
  await expect(authorizer({})).resolves.toBeDefined();
});
