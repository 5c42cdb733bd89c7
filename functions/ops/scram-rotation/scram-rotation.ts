import type { SecretVersion, SecretVersions } from './ports.ts';

/** What Secrets Manager asks for, step by step, each of them again when it failed. */
export interface RotationRequest {
  readonly step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';
  readonly secretId: string;
  /** The version that is to be the current one. */
  readonly versionId: string;
}

export interface RotationPorts {
  readonly versions: SecretVersions;
  /** A password that nobody can guess. */
  readonly newPassword: () => string;
}

interface Login {
  readonly username: string;
  readonly password: string;
}

const labelled = (versions: readonly SecretVersion[], label: string): SecretVersion | undefined =>
  versions.find(({ labels }) => labels.includes(label));

const parse = (value: string | undefined): unknown => {
  try {
    return JSON.parse(value ?? 'null');
  } catch {
    return undefined; // The parser's message would quote the secret.
  }
};

/** @throws {Error} naming the version, never its value. */
const loginIn = (value: string | undefined, version: string): Login => {
  const parsed = parse(value);
  if (typeof parsed === 'object' && parsed !== null && 'username' in parsed && 'password' in parsed) {
    const { username, password } = parsed;
    if (typeof username === 'string' && typeof password === 'string' && password !== '') return { username, password };
  }
  throw new Error(`the version ${version} is not a JSON object with "username" and "password"`);
};

/**
 * One step of giving a Kafka user another password. Amazon MSK reads the current version of a secret by itself and takes no
 * other, so that a password can neither be set nor tried before it is the current one: what is tested is its form.
 * @throws {Error} the secret is not as Secrets Manager leaves it before this step.
 */
export const rotateScramSecret =
  ({ versions, newPassword }: RotationPorts) =>
  async ({ step, secretId, versionId }: RotationRequest): Promise<void> => {
    const known = await versions.list(secretId);
    const current = labelled(known, 'AWSCURRENT');
    if (current === undefined) throw new Error(`the secret ${secretId} has no current version`);
    // The last step was done, and its answer got lost.
    if (current.id === versionId) return;
    if (labelled(known, 'AWSPENDING')?.id !== versionId) throw new Error(`the version ${versionId} is not pending`);

    const login = async (id: string): Promise<Login> => loginIn(await versions.read(secretId, id), id);
    if (step === 'createSecret') {
      // A password that was made before may be in use already, if only by whoever looked at it.
      if ((await versions.read(secretId, versionId)) !== undefined) return;
      const { username } = await login(current.id);
      await versions.addPending(secretId, versionId, JSON.stringify({ username, password: newPassword() }));
    } else if (step === 'testSecret') {
      const [pending, replaced] = await Promise.all([login(versionId), login(current.id)]);
      if (pending.username !== replaced.username) throw new Error(`the version ${versionId} is of another user`);
      if (pending.password === replaced.password) throw new Error(`the version ${versionId} has the same password`);
    } else if (step === 'finishSecret') {
      await versions.makeCurrent(secretId, versionId, current.id);
    }
  };
