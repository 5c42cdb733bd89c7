import type { APIGatewayTokenAuthorizerEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OperatorApi } from '../../bin/client/operator-api.ts';
import { ApiProblem } from '../../bin/client/orders-api.ts';
import { authorizeUser } from '../../functions/ops/authorizer/authorizer.ts';
import { oidcIdentityProvider } from '../../functions/ops/authorizer/identity-provider.oidc.ts';
import { tokenAuthorizerHandler } from '../../functions/ops/authorizer/token-authorizer.api-gateway.ts';
import { stageConfig } from '../../lib/config/stages.ts';
import { validateProblem } from '../../schemas/generated/validators.js';
import { type Access, type Route, routes } from '../../schemas/routes.ts';
import { type DeployedApi, deployTemplate } from '../support/api/deploy-template.ts';
import { FunctionError, ScriptedFunctions } from '../support/api/scripted-functions.ts';
import { audience, type OidcIssuer, startOidcIssuer } from '../support/oidc-issuer.ts';

/** Functions answer whom they think they answer. */
const whoAsked = (event: Record<string, unknown>) => {
  const { identity, authorizer } = event['requestContext'] as {
    readonly identity: { readonly apiKeyId?: string; readonly userArn: string | null };
    readonly authorizer?: { readonly principalId: string };
  };
  return {
    statusCode: 200,
    body: JSON.stringify({ key: identity.apiKeyId, signedBy: identity.userArn, user: authorizer?.principalId }),
  };
};

const routesFor = (...access: readonly Access[]) =>
  Object.values<Route>(routes)
    .filter((route) => access.includes(route.access))
    .map(({ method, path }) => [method, path.replaceAll(/\{\w+\}/g, '7')] as const);

const send = async ({ apiUrl }: DeployedApi, method: string, path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(new URL(path.slice(1), apiUrl), { method, headers });
  const type = response.headers.get('content-type');
  return { status: response.status, type, body: (await response.json()) as Record<string, unknown> };
};

const refused = (answer: Awaited<ReturnType<typeof send>>) => {
  expect(answer.type).toBe('application/problem+json');
  expect(validateProblem(answer.body)).toBeNull();
  expect(answer.body['status']).toBe(answer.status);
  return [answer.status, String(answer.body['type']).split('/').at(-1)];
};

describe.each(['API keys', 'tokens'] as const)('where clients have %s', (kind) => {
  let api: DeployedApi;
  let issuer: OidcIssuer;
  let key: Record<string, string>;
  let token: Record<string, string>;
  let operator: OperatorApi;
  let stranger: OperatorApi;

  beforeAll(async () => {
    issuer = await startOidcIssuer();
    const authorize = tokenAuthorizerHandler(authorizeUser(oidcIdentityProvider({ issuer: issuer.issuer, audience })));
    const functions = new ScriptedFunctions((event, functionArn) =>
      functionArn.endsWith('ops-authorizer')
        ? authorize(event as unknown as APIGatewayTokenAuthorizerEvent).catch(
            (error) => new FunctionError(error.message),
          )
        : whoAsked(event),
    );
    const users = { ...stageConfig('dev').api, clients: { issuer: issuer.issuer, audience } };
    api = await deployTemplate(functions, kind === 'tokens' ? { config: { api: users } } : {});
    key = { 'x-api-key': api.apis.apiKeyValue(api.outputs['ApiKeyId'] ?? '') ?? '' };
    token = { authorization: `Bearer ${await issuer.token('ada')}` };
    const target = { apiUrl: api.apiUrl, region: 'eu-west-1' };
    const policy = api.outputs['OperatorPolicyArn'] ?? '';
    operator = new OperatorApi({ ...target, credentials: api.identities.addUser('operator', [policy]) });
    stranger = new OperatorApi({ ...target, credentials: api.identities.addUser('stranger', []) });
  });
  afterAll(async () => {
    await api.close();
    await issuer.stop();
  });

  it.each(routesFor('client'))('%s %s admits its clients alone', async (method, path) => {
    const [right, wrong] = kind === 'tokens' ? [token, key] : [key, token];
    const { status, body } = await send(api, method, path, right);
    expect([status, body['user'] ?? body['key']]).toEqual([200, kind === 'tokens' ? 'ada' : api.outputs['ApiKeyId']]);
    const refusal = kind === 'tokens' ? [401, 'unauthenticated'] : [403, 'invalid-api-key'];
    expect(refused(await send(api, method, path))).toEqual(refusal);
    expect(refused(await send(api, method, path, wrong))).toEqual(refusal);
    const forged = kind === 'tokens' ? { authorization: 'Bearer a.b.c' } : { 'x-api-key': 'x'.repeat(40) };
    expect(refused(await send(api, method, path, forged))).toEqual(refusal);
  });

  it.each(routesFor('operator'))('%s %s admits operators alone', async (method, path) => {
    expect((await operator.send(method, path)).body).toMatchObject({
      signedBy: 'arn:aws:iam::000000000000:user/operator',
    });
    expect(refused(await send(api, method, path))).toEqual([401, 'unauthenticated']);
    expect(refused(await send(api, method, path, key))).toEqual([401, 'unauthenticated']);
    expect(refused(await send(api, method, path, token))).toEqual([403, 'forbidden']);
    const problem: unknown = await stranger.send(method, path).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({ status: 403, problem: { type: expect.stringMatching(/\/forbidden$/) } });
  });

  it.each(routesFor('public'))('%s %s admits every caller', async (method, path) => {
    expect((await send(api, method, path)).status).toBe(200);
  });

  it.each([
    ['GET', '/'],
    ['GET', '/nothing'],
    ['DELETE', '/orders/7'],
    ['GET', '/admin'],
    ['GET', '/admin/nothing'],
  ])('%s %s is no route, for any caller', async (method, path) => {
    for (const credentials of [{}, key, token]) {
      expect(refused(await send(api, method, path, credentials))).toEqual([404, 'not-found']);
    }
  });
});
