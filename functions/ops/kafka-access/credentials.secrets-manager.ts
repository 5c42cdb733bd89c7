import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { previousCredentials, scramCredentials } from '../../shared/runtime/kafka/scram-credentials.ts';
import { transientUnlessRefused } from './aws-failure.ts';
import type { CredentialsStore } from './ports.ts';

/** The administrator's logins from AWS Secrets Manager. */
export const secretsManagerCredentials = (secrets = new SecretsManagerClient()): CredentialsStore => ({
  adminLogins: async (secretArn) => {
    const current = await transientUnlessRefused(scramCredentials(secrets, secretArn));
    const previous = await transientUnlessRefused(previousCredentials(secrets, secretArn));
    return previous === undefined ? [current] : [current, previous];
  },
});
