import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { array, bytes, exchange, int8, int32, noTags, string } from './protocol.ts';

/** A user of the SASL/SCRAM listener. */
export interface ScramUser {
  readonly username: string;
  readonly password: string;
}

const alterUserScramCredentials = { apiKey: 51, apiVersion: 0 };
const scramSha512 = 2;
const iterations = 4_096;
const timeoutMs = 10_000;

/**
 * Creates users, or sets their passwords.
 *
 * @param address `host:port` of a plain-text listener where the caller is a superuser.
 * @throws {Error} naming the user that Kafka refused and its reason.
 */
export const alterScramCredentials = async (address: string, users: readonly ScramUser[]): Promise<void> => {
  const deletions = array([]);
  const upsertions = array(await Promise.all(users.map(upsertion)));
  const body = Buffer.concat([deletions, upsertions, noTags]);
  const response = await exchange(address, { ...alterUserScramCredentials, body }, timeoutMs);
  response.int32(); // throttle time
  response.array(() => {
    const user = response.string();
    const errorCode = response.int16();
    const message = response.string();
    response.tags();
    if (errorCode !== 0) throw new Error(`Kafka refused the SCRAM user "${user}": ${message} (error ${errorCode})`);
  });
};

const upsertion = async ({ username, password }: ScramUser): Promise<Buffer> => {
  const salt = randomBytes(32);
  const salted = await promisify(pbkdf2)(password.normalize('NFKC'), salt, iterations, 64, 'sha512');
  return Buffer.concat([string(username), int8(scramSha512), int32(iterations), bytes(salt), bytes(salted), noTags]);
};
