/** A value of a secret, and which of its labels it carries: `AWSCURRENT`, `AWSPENDING`, `AWSPREVIOUS`. */
export interface SecretVersion {
  readonly id: string;
  readonly labels: readonly string[];
}

/** The versions of secrets. */
export interface SecretVersions {
  list(secretId: string): Promise<readonly SecretVersion[]>;
  /** Undefined where the version has no value yet. */
  read(secretId: string, versionId: string): Promise<string | undefined>;
  /** Gives a version its value, as the pending one. The same value may be given again. */
  addPending(secretId: string, versionId: string, value: string): Promise<void>;
  /** Makes a version the current one, and the one that was the previous one. */
  makeCurrent(secretId: string, versionId: string, formerId: string): Promise<void>;
}
