import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { err, ok, type Result } from '../../kernel/result.ts';
import { TransientError } from '../idioms/transient-error.ts';

/** The request itself is wrong: no retry makes it better. */
const defects: ReadonlySet<string> = new Set([
  'ValidationException',
  'SerializationException',
  'ItemCollectionSizeLimitExceededException',
  'IdempotentParameterMismatchException',
  'TypeError',
  'RangeError',
  'SyntaxError',
]);

/** The same as the reason for which a transaction is cancelled. */
const defectsInTransactions: ReadonlySet<string> = new Set(['ValidationError', 'ItemCollectionSizeLimitExceeded']);

/** The SDK's marshalling throws bare errors: of a value that DynamoDB cannot hold. Errors of a connection have a code. */
const isOfMarshalling = (thrown: Error): boolean =>
  thrown.name === 'Error' && !('code' in thrown) && !('$metadata' in thrown);

/**
 * The error as the idioms know it. Throttling, timeouts, dead connections and 5xx are transient, and so are missing rights
 * and missing tables: they are no fault of the record that met them.
 */
const translated = (thrown: unknown): unknown => {
  if (!(thrown instanceof Error) || thrown instanceof TransientError || defects.has(thrown.name)) return thrown;
  if (isOfMarshalling(thrown)) return thrown;
  return new TransientError(`DynamoDB: ${thrown.name}: ${thrown.message}`, { cause: thrown });
};

/** Runs a request, its driver's errors translated. @throws {TransientError} */
export const request = async <T>(send: () => Promise<T>): Promise<T> => {
  try {
    return await send();
  } catch (thrown) {
    throw translated(thrown);
  }
};

/** The item that a condition did not hold for; absent when there is none, or it was not asked for. */
export interface ConditionFailed {
  /** As it stands, with `ReturnValuesOnConditionCheckFailure: 'ALL_OLD'`. */
  readonly item?: Readonly<Record<string, unknown>>;
}

/** Runs a conditional write: a condition that does not hold is a value. @throws {TransientError} */
export const conditional = async <T>(send: () => Promise<T>): Promise<Result<T, ConditionFailed>> => {
  try {
    return ok(await send());
  } catch (thrown) {
    if (!(thrown instanceof ConditionalCheckFailedException)) throw translated(thrown);
    return err(thrown.Item === undefined ? {} : { item: unmarshall(thrown.Item) });
  }
};

/**
 * Runs a transaction of conditional writes. A condition that does not hold, or another transaction on an item, is a conflict.
 * @throws {TransientError} anything else that cancelled it: throttling, capacity.
 */
export const transaction = async (send: () => Promise<unknown>): Promise<'committed' | 'conflict'> => {
  try {
    await send();
    return 'committed';
  } catch (thrown) {
    if (!(thrown instanceof TransactionCanceledException)) throw translated(thrown);
    const codes = (thrown.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
    if (codes.some((code) => defectsInTransactions.has(code))) throw thrown;
    if (codes.includes('ConditionalCheckFailed') || codes.includes('TransactionConflict')) return 'conflict';
    throw translated(thrown);
  }
};
