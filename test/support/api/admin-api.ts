import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IamIdentity } from '../../../localstack/iam/identities.ts';
import { type PlatformState, writePlatformState } from '../../../localstack/platform-state.ts';
import { synthesise } from '../synthesised-app.ts';
import { ApiDeployment, proxyIntegration } from './deploy-api.ts';
import { type FunctionScript, ScriptedFunctions } from './scripted-functions.ts';

export interface AdminApi {
  readonly functions: ScriptedFunctions;
  readonly apiUrl: string;
  readonly api: ApiDeployment;
  readonly operator: IamIdentity;
  /** Sets its next responses. */
  answers(script: FunctionScript): void;
  /** A data folder on which a platform seems to run: this API and nothing else. */
  platformFolder(state?: Partial<PlatformState>): Promise<string>;
  close(): Promise<void>;
}

/** Over HTTP: everything below `/orders`, and below `/admin` behind AWS_IAM; all of it answered by a script. */
export const startAdminApi = async (): Promise<AdminApi> => {
  let script: FunctionScript = () => ({ statusCode: 200 });
  const functions = new ScriptedFunctions((event, arn) => script(event, arn));
  const api = new ApiDeployment({ invoker: functions });
  const { ref: RestApiId, attributes } = await api.create('RestApi', 'Api');
  const addRoutes = async (PathPart: string, more: object): Promise<void> => {
    const ParentId = attributes['RootResourceId'] ?? '';
    const { ref: parent } = await api.create('Resource', PathPart, { RestApiId, ParentId, PathPart });
    const proxy = { RestApiId, ParentId: parent, PathPart: '{proxy+}' };
    const { ref: ResourceId } = await api.create('Resource', `${PathPart}Any`, proxy);
    const method = { RestApiId, HttpMethod: 'ANY', Integration: proxyIntegration('scripted'), ...more };
    await api.create('Method', `${PathPart}Method`, { ...method, ResourceId });
    await api.create('Method', `${PathPart}RootMethod`, { ...method, ResourceId: parent });
  };
  await addRoutes('orders', {});
  await addRoutes('admin', { AuthorizationType: 'AWS_IAM' });
  const { ref: DeploymentId } = await api.create('Deployment', 'Deployment', { RestApiId });
  await api.create('Stage', 'Stage', { RestApiId, DeploymentId, StageName: 'v1' });
  const resource = `arn:aws:execute-api:*:*:${RestApiId}/v1/*/admin/*`;
  api.identities.addPolicy('operators', {
    Statement: { Effect: 'Allow', Action: 'execute-api:*', Resource: resource },
  });
  const operator = api.identities.addUser('operator', ['operators']);
  const apiUrl = `${api.apis.urlOf(RestApiId, 'v1')}/`;
  const folders: string[] = [];
  return {
    functions,
    operator,
    apiUrl,
    api,
    answers: (answering) => {
      script = answering;
    },
    platformFolder: async (changed = {}) => {
      const folder = await mkdtemp(join(tmpdir(), 'orderstream-admin-'));
      folders.push(folder);
      const { data } = synthesise().templates;
      const nowhere = 'http://127.0.0.1:1';
      const state: PlatformState = {
        pid: process.pid,
        stage: 'dev',
        region: 'eu-west-1',
        apiUrl,
        apiKey: 'a-key',
        operator,
        endpoints: { dynamodb: nowhere, lambda: nowhere, secrets: nowhere, kafka: '127.0.0.1:1', control: nowhere },
        control: { token: '' },
        admin: { username: 'admin', password: '' },
        outputs: Object.fromEntries(Object.keys(data.findOutputs('*')).map((name) => [name, name])),
        processes: {},
        ...changed,
      };
      await writePlatformState(folder, state);
      return folder;
    },
    close: async () => {
      await api.apis.close();
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
    },
  };
};
