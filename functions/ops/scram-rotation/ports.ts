/** A version of a secret with its staging labels: `AWSCURRENT`, `AWSPENDING`, `AWSPREVIOUS`. */
export interface SecretVersion {
  readonly id: string;
  readonly labels: readonly string[];
}

/** The versions of secrets. */
export interface SecretVersions {
  list(secretId: string): Promise<readonly SecretVersion[]>;
  /** Undefined if the version has no value yet. */
  read(secretId: string, versionId: string): Promise<string | undefined>;
  /** Stores the value of a pending version; idempotent for the same value. */
  addPending(secretId: string, versionId: string, value: string): Promise<void>;
  /** Moves `AWSCURRENT` to a version, and `AWSPREVIOUS` to the former one. */
  makeCurrent(secretId: string, versionId: string, formerId: string): Promise<void>;
}
