import type { AclRule } from './domain.ts';

/** The administrator's login. */
interface AdminCredentials {
  readonly username: string;
  readonly password: string;
}

/** Finds the brokers of a cluster. */
export interface ClusterDirectory {
  /** `host:port` list, comma-separated, of the SASL/SCRAM listener. @throws {TransientError} none is available yet. */
  bootstrapBrokers(clusterArn: string): Promise<string>;
}

export interface CredentialsStore {
  /**
   * The current login and the previous one, if any: brokers learn of a new password late.
   * @throws {TransientError} the store does not answer.
   */
  adminLogins(secretArn: string): Promise<readonly [AdminCredentials, ...AdminCredentials[]]>;
}

/** The ACLs of one cluster. @throws {TransientError} from each method, if the brokers cannot be reached. */
export interface AclStore {
  list(): Promise<readonly AclRule[]>;
  /** Keeps existing rules. */
  add(rules: readonly AclRule[]): Promise<void>;
  /** Ignores rules that do not exist. */
  remove(rules: readonly AclRule[]): Promise<void>;
}

/** Administration of a cluster. */
export interface KafkaAdministration extends AclStore {
  /** `host:port` of every live broker on the administrator's listener. */
  brokers(): Promise<readonly string[]>;
}

/** Runs `use` while logged in to the brokers. @throws {TransientError} no broker can be reached or accepts the login yet. */
export type AsAdministrator = <T>(
  brokers: string,
  credentials: AdminCredentials,
  use: (kafka: KafkaAdministration) => Promise<T>,
) => Promise<T>;

/** Waits within the time limit of the use case. */
export interface Sleeper {
  remainingMs(): number;
  pause(ms: number): Promise<void>;
}
