import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { scramCredentials } from '../shared/runtime/scram-credentials.ts';
import { transientUnlessRefused } from './aws-failure.ts';
import type { CredentialsStore } from './ports.ts';

/** The administrator's login from AWS Secrets Manager. */
export const secretsManagerCredentials = (secrets = new SecretsManagerClient()): CredentialsStore => ({
  adminCredentials: (secretArn) => transientUnlessRefused(scramCredentials(secrets, secretArn)),
});
