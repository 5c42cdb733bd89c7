import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The login of a Kafka user. */
export interface ScramCredentials {
  readonly username: string;
  readonly password: string;
}

/** Reads a SCRAM secret: `{"username": …, "password": …}`. @throws {TypeError} naming the secret, never its value. */
export const scramCredentials = async (secrets: SecretsManagerClient, secretArn: string): Promise<ScramCredentials> => {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: secretArn }));
  const parsed = parse(SecretString);
  if (typeof parsed !== 'object' || parsed === null || !('username' in parsed && 'password' in parsed))
    throw malformed(secretArn);
  const { username, password } = parsed;
  if (typeof username !== 'string' || typeof password !== 'string') throw malformed(secretArn);
  return { username, password };
};

const parse = (secret: string | undefined): unknown => {
  try {
    return JSON.parse(secret ?? 'null');
  } catch {
    return undefined; // The parser's message would quote the secret.
  }
};

const malformed = (secretArn: string): TypeError =>
  new TypeError(`the secret ${secretArn} is not a JSON object with "username" and "password"`);
