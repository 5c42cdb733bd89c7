import { createHash } from 'node:crypto';

export interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly description?: string;
  readonly secretString: string;
  /** The same for the same value, so that clients which cache by version notice a change. */
  readonly versionId: string;
  readonly createdAt: Date;
}

/** The account's secrets, each with its current version only. */
export class SecretStore {
  readonly #secrets = new Map<string, Secret>();

  /** @throws {Error} another secret has the name. */
  add(secret: Omit<Secret, 'versionId'>): void {
    if (this.#secrets.has(secret.name)) throw new Error(`a secret named ${secret.name} exists already`);
    this.#secrets.set(secret.name, { ...secret, versionId: versionOf(secret.arn, secret.secretString) });
  }

  /** By name, ARN, or ARN without the six characters that Secrets Manager appends. */
  find(secretId: string): Secret | undefined {
    const byName = this.#secrets.get(secretId);
    return byName ?? this.list().find(({ arn }) => arn === secretId || arn.replace(/-[^-]{6}$/, '') === secretId);
  }

  /**
   * The secret's string, by the same ids as `find`.
   * @throws {Error} no such secret.
   */
  value(secretId: string): string {
    const secret = this.find(secretId);
    if (!secret) throw new Error(`no secret ${secretId}`);
    return secret.secretString;
  }

  list(): readonly Secret[] {
    return [...this.#secrets.values()];
  }
}

function versionOf(arn: string, secretString: string): string {
  const digest = createHash('sha256').update(`${arn}\n${secretString}`).digest('hex');
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
