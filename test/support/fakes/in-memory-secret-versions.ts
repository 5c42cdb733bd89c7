import type { SecretVersions } from '../../../functions/ops/scram-rotation/ports.ts';

/** One secret, whose labels move as Secrets Manager moves them. */
export class InMemorySecretVersions implements SecretVersions {
  readonly values = new Map<string, string>();
  readonly labels = new Map<string, readonly string[]>();

  /** Begins a rotation like Secrets Manager: labels the new version, without a value. */
  begin(versionId: string): void {
    this.#take('AWSPENDING');
    this.labels.set(versionId, ['AWSPENDING']);
  }

  labelled(label: string): string | undefined {
    return [...this.labels].find(([, labels]) => labels.includes(label))?.[0];
  }

  async list() {
    return [...this.labels].map(([id, labels]) => ({ id, labels }));
  }

  async read(_secretId: string, versionId: string) {
    return this.values.get(versionId);
  }

  async addPending(_secretId: string, versionId: string, value: string) {
    const known = this.values.get(versionId);
    if (known !== undefined && known !== value) throw new Error('ResourceExistsException');
    this.values.set(versionId, value);
    this.#take('AWSPENDING');
    this.labels.set(versionId, [...(this.labels.get(versionId) ?? []), 'AWSPENDING']);
  }

  async makeCurrent(_secretId: string, versionId: string, formerId: string) {
    if (this.labelled('AWSCURRENT') !== formerId) throw new Error('InvalidParameterException');
    this.#take('AWSPREVIOUS');
    this.labels.set(formerId, ['AWSPREVIOUS']);
    this.labels.set(versionId, [...(this.labels.get(versionId) ?? []), 'AWSCURRENT']);
  }

  #take(label: string): void {
    for (const [id, labels] of this.labels) {
      this.labels.set(
        id,
        labels.filter((each) => each !== label),
      );
    }
  }
}
