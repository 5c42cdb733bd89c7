import { TransientError } from '../idioms/transient-error.ts';

/** Kafka refused the records: none was written. */
export class ProduceRefused extends TransientError {
  override readonly name = 'ProduceRefused';
}

/** No acknowledgement arrived: the records may have been written, or may still be written. */
export class ProduceOutcomeUnknown extends TransientError {
  override readonly name = 'ProduceOutcomeUnknown';
}

/**
 * Brokers will never accept some records as they are: none of those was written, and all others of the send were. A permanent
 * fault of those records.
 */
export class RecordsRefused<T = unknown> extends Error {
  override readonly name = 'RecordsRefused';
  /** The protocol's name of the error, by record. */
  readonly refused: ReadonlyMap<T, string>;

  constructor(refused: ReadonlyMap<T, string>) {
    super(`Kafka does not accept ${refused.size} records: ${[...new Set(refused.values())].join(', ')}`);
    this.refused = refused;
  }
}

/** A send of several callers failed: it is not known for which of them. */
export class SharedSendFailed extends Error {
  override readonly name = 'SharedSendFailed';
  /** Items that Kafka acknowledged nevertheless. */
  readonly acknowledged: ReadonlySet<unknown>;
  /** Whether any of the others may be written. */
  readonly mayBeWritten: boolean;

  constructor(acknowledged: ReadonlySet<unknown>, { mayBeWritten, cause }: { mayBeWritten: boolean; cause: unknown }) {
    super('A send of several callers failed', { cause });
    this.acknowledged = acknowledged;
    this.mayBeWritten = mayBeWritten;
  }
}

/** The classification of a failed attempt. */
export interface AttemptFailure {
  /** False if no record of the attempt can have been written. */
  readonly mayBeWritten: boolean;
  /** A retry cannot succeed now: an administrator must first grant permissions. */
  readonly permanent: boolean;
  /** Brokers will never accept a record of it as it is: the protocol's name of the error. */
  readonly faultOfRecord?: string;
  /** The producer's sequence numbers differ from the broker's: only a new producer id helps. */
  readonly outOfStep: boolean;
}

/**
 * Errors of a produce response after which the leader has not appended the batch. Not NOT_ENOUGH_REPLICAS_AFTER_APPEND and
 * REQUEST_TIMED_OUT: there the leader has appended it, and followers may replicate it.
 * Error codes: https://kafka.apache.org/protocol.html#protocol_error_codes
 */
const notAppended: ReadonlySet<string> = new Set([
  'NOT_ENOUGH_REPLICAS',
  'NOT_LEADER_FOR_PARTITION',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
]);

const permanentTypes: ReadonlySet<string> = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
]);

/** Errors of a record itself, independent of producer and time. Brokers check it before they append anything. */
const faultsOfRecords: ReadonlySet<string> = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD']);

const outOfStepTypes: ReadonlySet<string> = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
]);

/** kafkajs wraps errors that it does not retry; the innermost one is the cause. */
const rootOf = (thrown: unknown): unknown =>
  thrown instanceof Error && thrown.cause instanceof Error ? rootOf(thrown.cause) : thrown;

/** The protocol's name of the error (`NOT_ENOUGH_REPLICAS`), or kafkajs's (`KafkaJSRequestTimeoutError`). */
const typeOf = (thrown: unknown): string => {
  const root = rootOf(thrown);
  if (!(root instanceof Error)) return 'unknown';
  return 'type' in root && typeof root.type === 'string' ? root.type : root.name;
};

/**
 * @param reachedLeaders whether the attempt began writing to partition leaders. Before that nothing can be written; after it
 *   only a produce response is reliable, because a failure to reconnect hides the failure before it.
 * @param singleRecord an error response covers one partition only, not the records for others.
 */
export const judgeAttempt = (
  thrown: unknown,
  { reachedLeaders, singleRecord }: { readonly reachedLeaders: boolean; readonly singleRecord: boolean },
): AttemptFailure => {
  const type = typeOf(thrown);
  return {
    mayBeWritten: reachedLeaders && !(singleRecord && notAppended.has(type)),
    permanent: permanentTypes.has(type) || type === 'KafkaJSSASLAuthenticationError',
    ...(faultsOfRecords.has(type) && { faultOfRecord: type }),
    outOfStep: outOfStepTypes.has(type),
  };
};
