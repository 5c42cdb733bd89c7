import type { TopicName } from '../../schemas/topics.ts';
import type { Deadline } from '../shared/runtime/idioms/batch.ts';
import type { KafkaRecord } from '../shared/runtime/idioms/kafka-record.ts';
import type { Kept, OffsetRange } from './dead-letter-page-domain.ts';
import type { AclRule } from './domain.ts';
import type { ReplayMark } from './replay-marks-domain.ts';

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
export interface Patience {
  remainingMs(): number;
  pause(ms: number): Promise<void>;
}

/** Whoever issues the tokens of users. */
export interface IdentityProvider {
  /**
   * The user that a token names; undefined for a token that is not valid, or not for us.
   * @throws {TransientError} the issuer does not answer: nothing is known about the token.
   */
  subjectOf(token: string): Promise<string | undefined>;
}

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

/** The dead-letter queues of the topics. @throws {TransientError} each of them, when Kafka does not answer in time. */
export interface DeadLetterQueues {
  /** What is kept of each partition of the topic's queue. */
  kept(topic: TopicName): Promise<readonly Kept[]>;
  /** The records of the ranges, in no order between partitions. What is not there, or not any more, is left out. */
  read(topic: TopicName, ranges: readonly OffsetRange[], deadline: Deadline): Promise<readonly KafkaRecord[]>;
}

/** Records go back to their topics here, as they were. */
export interface ReturnedRecords {
  /**
   * @returns the partition of its topic that each was written to.
   * @throws {TransientError} refused, or of unknown outcome: they may be written again.
   */
  write(records: readonly KafkaRecord[], deadline: Deadline): Promise<readonly number[]>;
}

/** A record that a principal's consumer failed. */
export interface FailedPlace {
  readonly principal: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** The last error of a record, and when it met it. */
export interface LastError {
  readonly error: string;
  /** RFC 3339 UTC. */
  readonly at: string;
}

export interface LastErrorReader {
  /** In the order of the places; undefined where none was kept. @throws {TransientError} */
  of(places: readonly FailedPlace[]): Promise<readonly (LastError | undefined)[]>;
}

/** Which records of the dead-letter queues were written back, by the names of `marksOf`. */
export interface ReplayMarks {
  /** Consistent. @throws {TransientError} */
  of(records: readonly string[]): Promise<ReadonlyMap<string, ReplayMark>>;
  /** @throws {TransientError} some may be marked. */
  mark(records: readonly string[], mark: ReplayMark): Promise<void>;
}
