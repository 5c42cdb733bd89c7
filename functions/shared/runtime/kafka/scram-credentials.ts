import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/** The login of a Kafka user. */
export interface ScramCredentials {
  readonly username: string;
  readonly password: string;
}

/** The current password and its predecessor. */
type Version = 'AWSCURRENT' | 'AWSPREVIOUS';

/** Reads a SCRAM secret: `{"username": …, "password": …}`. @throws {TypeError} naming the secret, never its value. */
export const scramCredentials = async (
  secrets: SecretsManagerClient,
  secretArn: string,
  version: Version = 'AWSCURRENT',
): Promise<ScramCredentials> => {
  const command = new GetSecretValueCommand({ SecretId: secretArn, VersionStage: version });
  const { SecretString } = await secrets.send(command);
  const parsed = parse(SecretString);
  if (typeof parsed !== 'object' || parsed === null || !('username' in parsed && 'password' in parsed))
    throw malformed(secretArn);
  const { username, password } = parsed;
  if (typeof username !== 'string' || typeof password !== 'string') throw malformed(secretArn);
  return { username, password };
};

/** The password before the current one; undefined if there was none. */
export const previousCredentials = async (
  secrets: SecretsManagerClient,
  secretArn: string,
): Promise<ScramCredentials | undefined> => {
  try {
    return await scramCredentials(secrets, secretArn, 'AWSPREVIOUS');
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
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
