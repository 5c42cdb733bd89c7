import { module as api } from './api/module.ts';
import { module as iam } from './iam/module.ts';
import { parseScramSecret } from './kafka/scram-secret.ts';
import type { PlatformOptions } from './platform-options.ts';
import type { PlatformState } from './platform-state.ts';
import { module as secrets } from './secrets/module.ts';
import type { StartedModules } from './start-modules.ts';
import type { Outputs } from './template/deploy.ts';

/** Addresses and keys of clients and operators. */
export interface PlatformAccess
  extends Pick<PlatformState, 'apiUrl' | 'apiKey' | 'operator' | 'admin'>,
    Record<'outputs', Outputs> {
  readonly docsUrl: string | undefined;
}

const docsFolder = 'docs';

/** Makes the operator's identity, and serves the pages of the contracts. @throws {Error} the stacks lack an output. */
export const openAccess = async (
  modules: StartedModules,
  outputs: Outputs,
  docs: PlatformOptions['docs'],
): Promise<PlatformAccess> => {
  const apis = modules.partOf(api);
  const apiUrl = withSlash(apis.localUrl(requiredOutput(outputs, 'ApiUrl')) ?? '');
  if (docs !== undefined) apis.addSite(docsFolder, await docs(apiUrl));
  const { accessKeyId, secretAccessKey } = modules
    .partOf(iam)
    .addUser('operator', [requiredOutput(outputs, 'OperatorPolicyArn')]);
  const adminSecret = requiredOutput(outputs, 'AdminSecretArn');
  return {
    outputs: { ...outputs, ApiUrl: apiUrl },
    apiUrl,
    docsUrl: docs === undefined ? undefined : new URL(`/${docsFolder}/`, apiUrl).href,
    apiKey: apis.apiKeyValue(outputs['ApiKeyId'] ?? '') ?? '',
    operator: { accessKeyId, secretAccessKey },
    admin: parseScramSecret(adminSecret, modules.partOf(secrets).store.value(adminSecret)),
  };
};

const requiredOutput = (outputs: Outputs, name: string): string => {
  const value = outputs[name];
  if (value === undefined) throw new Error(`the stacks have no output ${name}`);
  return value;
};

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);
