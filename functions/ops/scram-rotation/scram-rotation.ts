import type { SecretVersion, SecretVersions } from './ports.ts';

/** A rotation step of Secrets Manager, which retries each failed step. */
export interface RotationRequest {
  readonly step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';
  readonly secretId: string;
  /** The version to make current. */
  readonly versionId: string;
}

export interface RotationPorts {
  readonly versions: SecretVersions;
  /** An unguessable password. */
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
 * One step of a Kafka user's password rotation. Amazon MSK reads only the current version of a secret, so that a password can
 * neither be set nor tried before it is current: `testSecret` checks only its form.
 * @throws {Error} the secret is not in the state that Secrets Manager requires before this step.
 */
export const rotateScramSecret =
  ({ versions, newPassword }: RotationPorts) =>
  async ({ step, secretId, versionId }: RotationRequest): Promise<void> => {
    const known = await versions.list(secretId);
    const current = labelled(known, 'AWSCURRENT');
    if (current === undefined) throw new Error(`the secret ${secretId} has no current version`);
    // The last step is done; its response was lost.
    if (current.id === versionId) return;
    if (labelled(known, 'AWSPENDING')?.id !== versionId) throw new Error(`the version ${versionId} is not pending`);

    const login = async (id: string): Promise<Login> => loginIn(await versions.read(secretId, id), id);
    if (step === 'createSecret') {
      // A retry keeps the password that an earlier attempt stored: it may be in use already.
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
