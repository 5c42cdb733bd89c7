import type { ScramUser } from './alter-scram-credentials.ts';

/**
 * Amazon MSK takes secrets whose name starts with `AmazonMSK_` and whose value is `{"username": …, "password": …}`.
 *
 * @throws {Error} naming the secret, never its value.
 */
export const parseScramSecret = (arn: string, value: string): ScramUser => {
  if (!/:secret:AmazonMSK_/.test(arn)) throw new Error(`the name of the secret ${arn} must start with AmazonMSK_`);
  const secret = parse(value);
  if (typeof secret?.username !== 'string' || typeof secret.password !== 'string')
    throw new Error(`the secret ${arn} must be a JSON object with the strings username and password`);
  return { username: secret.username, password: secret.password };
};

const parse = (value: string): { readonly username?: unknown; readonly password?: unknown } | undefined => {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
};
