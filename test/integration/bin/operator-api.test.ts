import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OperatorApi } from '../../../bin/client/operator-api.ts';
import { ApiDeployment, proxyIntegration } from '../../support/api/deploy-api.ts';
import { type FunctionScript, ScriptedFunctions } from '../../support/api/scripted-functions.ts';

let script: FunctionScript = () => ({ statusCode: 200 });
const functions = new ScriptedFunctions((event, arn) => script(event, arn));
const api = new ApiDeployment({ invoker: functions });
let operator: OperatorApi;
let stranger: OperatorApi;

/** `ANY /admin/{proxy+}` behind AWS_IAM, over HTTP. */
beforeAll(async () => {
  const { ref: RestApiId, attributes } = await api.create('RestApi', 'Api');
  const ParentId = attributes['RootResourceId'] ?? '';
  const { ref: admin } = await api.create('Resource', 'Admin', { RestApiId, ParentId, PathPart: 'admin' });
  const { ref: ResourceId } = await api.create('Resource', 'Any', { RestApiId, ParentId: admin, PathPart: '{proxy+}' });
  await api.create('Method', 'Method', {
    RestApiId,
    ResourceId,
    HttpMethod: 'ANY',
    AuthorizationType: 'AWS_IAM',
    Integration: proxyIntegration('admin'),
  });
  const { ref: DeploymentId } = await api.create('Deployment', 'Deployment', { RestApiId });
  await api.create('Stage', 'Stage', { RestApiId, DeploymentId, StageName: 'v1' });
  api.identities.addPolicy('operators', {
    Statement: {
      Effect: 'Allow',
      Action: 'execute-api:*',
      Resource: `arn:aws:execute-api:*:*:${RestApiId}/v1/*/admin/*`,
    },
  });
  const target = { apiUrl: `${api.apis.urlOf(RestApiId, 'v1')}/`, region: 'eu-west-1' };
  operator = new OperatorApi({ ...target, credentials: api.identities.addUser('operator', ['operators']) });
  stranger = new OperatorApi({ ...target, credentials: api.identities.addUser('stranger', []) });
});

afterAll(() => api.apis.close());

describe('an operator', () => {
  it.each([
    ['GET', '/admin/orders/stuck', undefined],
    ['GET', '/admin/orders/a%2Fb/timeline?limit=10&from=a%20b%26c&limit=20', undefined],
    ['POST', '/admin/orders/7/ship', { carrier: 'Post & Söhne', tracking: '1+1' }],
    ['POST', '/admin/orders/7/complete', undefined],
  ])('is let in with %s %s', async (method, path, body) => {
    script = (event) => ({ statusCode: 202, body: JSON.stringify({ path: event['path'], sent: event['body'] }) });
    expect(await operator.send(method, path, body)).toEqual({
      status: 202,
      body: { path: path.split('?')[0], sent: body === undefined ? null : JSON.stringify(body) },
    });
  });

  it('is told of an answer without a body', async () => {
    script = () => ({ statusCode: 204 });
    expect(await operator.send('POST', '/admin/x')).toEqual({ status: 204, body: undefined });
  });

  it('reads what the problem is', async () => {
    const problem = { type: 'about:state', title: 'The order is past that', status: 409, detail: 'It is COMPLETED' };
    script = () => ({ statusCode: 409, body: JSON.stringify(problem) });
    await expect(operator.send('POST', '/admin/orders/7/ship')).rejects.toThrow(
      '409 The order is past that: It is COMPLETED',
    );
  });
});

it('an identity without the right is told so', async () => {
  await expect(stranger.send('GET', '/admin/orders/stuck')).rejects.toThrow(
    /^403 User: .*user\/stranger is not authorized/,
  );
});
