import type { AclRule } from './domain.ts';

/** The administrator's login. */
interface AdminCredentials {
  readonly username: string;
  readonly password: string;
}

/** Where the brokers of a cluster are. */
export interface ClusterDirectory {
  /** `host:port` list, comma-separated, of the SASL/SCRAM listener. @throws {TransientError} not known yet. */
  bootstrapBrokers(clusterArn: string): Promise<string>;
}

export interface CredentialsStore {
  /**
   * The current login, and the one before it where there was one: brokers learn of a new password late.
   * @throws {TransientError} the store does not answer.
   */
  adminLogins(secretArn: string): Promise<readonly [AdminCredentials, ...AdminCredentials[]]>;
}

/** The rules that the brokers of one cluster go by. @throws {TransientError} each of them, when the brokers cannot be reached. */
export interface AclStore {
  list(): Promise<readonly AclRule[]>;
  /** Rules that are there already stay. */
  add(rules: readonly AclRule[]): Promise<void>;
  /** Rules that are not there are passed over. */
  remove(rules: readonly AclRule[]): Promise<void>;
}

/** What the administrator of a cluster sees and changes. */
export interface KafkaAdministration extends AclStore {
  /** `host:port` of every broker that is up, of the listener that the administrator came in by. */
  brokers(): Promise<readonly string[]>;
}

/** Runs `use` while logged in to the brokers. @throws {TransientError} no broker can be reached or lets the user in yet. */
export type AsAdministrator = <T>(
  brokers: string,
  credentials: AdminCredentials,
  use: (kafka: KafkaAdministration) => Promise<T>,
) => Promise<T>;

/** How long the use case may take. */
export interface Sleeper {
  remainingMs(): number;
  pause(ms: number): Promise<void>;
}
