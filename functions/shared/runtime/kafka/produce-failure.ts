import { TransientError } from '../idioms/transient-error.ts';

/** Kafka did not take the records, for certain: nothing of them was written. */
export class ProduceRefused extends TransientError {
  override readonly name = 'ProduceRefused';
}

/** The acknowledgement never came: the records may or may not have been written, or be written yet. */
export class ProduceOutcomeUnknown extends TransientError {
  override readonly name = 'ProduceOutcomeUnknown';
}

/**
 * Brokers will never take some records as they are: nothing of those was written, and all others of the send were. The fault is that of
 * those records, and no other attempt mends it.
 */
export class RecordsRefused<T = unknown> extends Error {
  override readonly name = 'RecordsRefused';
  /** The protocol's name of the error, by record. */
  readonly refused: ReadonlyMap<T, string>;

  constructor(refused: ReadonlyMap<T, string>) {
    super(`Kafka does not take ${refused.size} records: ${[...new Set(refused.values())].join(', ')}`);
    this.refused = refused;
  }

  /** What of it concerns some records; undefined where nothing does. */
  among(records: readonly unknown[]): RecordsRefused<T> | undefined {
    const some = [...this.refused].filter(([record]) => records.includes(record));
    return some.length > 0 ? new RecordsRefused(new Map(some)) : undefined;
  }
}

/** What one failed attempt tells. */
export interface AttemptFailure {
  /** False when nothing of the attempt can have been written. */
  readonly mayBeWritten: boolean;
  /** No other attempt of now will do better: rights, which an administrator may yet give. */
  readonly permanent: boolean;
  /** Brokers will never take a record of it as it is: the protocol's name of the error. */
  readonly faultOfRecord?: string;
  /** The producer's sequence numbers are out of step with the broker's: only a new producer id helps. */
  readonly outOfStep: boolean;
}

/**
 * Errors of a produce response with which the leader has not appended the batch. NOT_ENOUGH_REPLICAS_AFTER_APPEND and
 * REQUEST_TIMED_OUT are not among them: there the leader has it, and followers may get it.
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

/** Errors of what is written itself, whoever writes it and whenever. Brokers have checked it before they append anything. */
const faultsOfRecords: ReadonlySet<string> = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD']);

const outOfStepTypes: ReadonlySet<string> = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
]);

/** kafkajs wraps what it will not retry; the innermost error says what happened. */
const rootOf = (thrown: unknown): unknown =>
  thrown instanceof Error && thrown.cause instanceof Error ? rootOf(thrown.cause) : thrown;

/** The protocol's name of the error (`NOT_ENOUGH_REPLICAS`), or kafkajs's (`KafkaJSRequestTimeoutError`). */
const typeOf = (thrown: unknown): string => {
  const root = rootOf(thrown);
  if (!(root instanceof Error)) return 'unknown';
  return 'type' in root && typeof root.type === 'string' ? root.type : root.name;
};

/**
 * @param reachedLeaders whether the attempt came as far as writing to partition leaders. Before that nothing can be written;
 *   after it only a produce response says for sure, since a failure to reconnect hides the failure before it.
 * @param singleRecord an error response speaks of one partition; of records for others it says nothing.
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
