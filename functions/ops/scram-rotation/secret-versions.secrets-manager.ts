import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { SecretVersions } from './ports.ts';

/** The versions of secrets in AWS Secrets Manager. */
export const secretsManagerVersions = (secrets = new SecretsManagerClient()): SecretVersions => ({
  list: async (secretId) => {
    const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId: secretId }));
    return Object.entries(VersionIdsToStages).map(([id, labels]) => ({ id, labels }));
  },
  read: async (secretId, versionId) => {
    try {
      const command = new GetSecretValueCommand({ SecretId: secretId, VersionId: versionId });
      return (await secrets.send(command)).SecretString;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  },
  addPending: async (secretId, versionId, value) => {
    const pending = { SecretId: secretId, ClientRequestToken: versionId, VersionStages: ['AWSPENDING'] };
    await secrets.send(new PutSecretValueCommand({ ...pending, SecretString: value }));
  },
  makeCurrent: async (secretId, versionId, formerId) => {
    const current = { SecretId: secretId, VersionStage: 'AWSCURRENT' };
    const moved = { ...current, MoveToVersionId: versionId, RemoveFromVersionId: formerId };
    await secrets.send(new UpdateSecretVersionStageCommand(moved));
  },
});
