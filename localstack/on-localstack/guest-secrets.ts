import { DescribeSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { credentials, type LocalStackTarget } from './localstack-target.ts';

/** LocalStack's Secrets Manager. */
export interface GuestSecrets {
  /** @throws {Error} there is no such secret. */
  arn(name: string): Promise<string>;
  value(arn: string): Promise<string>;
  close(): void;
}

export const guestSecrets = ({ endpoint, region }: LocalStackTarget): GuestSecrets => {
  const client = new SecretsManagerClient({ endpoint, region, credentials });
  return {
    arn: async (name) => (await client.send(new DescribeSecretCommand({ SecretId: name }))).ARN ?? '',
    value: async (arn) => (await client.send(new GetSecretValueCommand({ SecretId: arn }))).SecretString ?? '',
    close: () => client.destroy(),
  };
};
