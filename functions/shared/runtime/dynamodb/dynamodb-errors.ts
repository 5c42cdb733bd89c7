import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { err, ok, type Result } from '../../kernel/result.ts';
import { TransientError } from '../idioms/transient-error.ts';

/** The request itself is invalid: no retry fixes it. */
const defects: ReadonlySet<string> = new Set([
  'ValidationException',
  'SerializationException',
  'ItemCollectionSizeLimitExceededException',
  'IdempotentParameterMismatchException',
  'TypeError',
  'RangeError',
  'SyntaxError',
]);

/** The same, as cancellation reasons of a transaction. */
const defectsInTransactions: ReadonlySet<string> = new Set(['ValidationError', 'ItemCollectionSizeLimitExceeded']);

/** The SDK's marshalling throws bare errors for a value that DynamoDB cannot store. Connection errors have a code. */
const isOfMarshalling = (thrown: Error): boolean =>
  thrown.name === 'Error' && !('code' in thrown) && !('$metadata' in thrown);

/**
 * Translates to the errors of the idioms. Throttling, timeouts, dead connections and 5xx are transient, and so are missing
 * permissions and missing tables: they are no fault of the record.
 */
const translated = (thrown: unknown): unknown => {
  if (!(thrown instanceof Error) || thrown instanceof TransientError || defects.has(thrown.name)) return thrown;
  if (isOfMarshalling(thrown)) return thrown;
  return new TransientError(`DynamoDB: ${thrown.name}: ${thrown.message}`, { cause: thrown });
};

/** Runs a request and translates its errors. @throws {TransientError} */
export const request = async <T>(send: () => Promise<T>): Promise<T> => {
  try {
    return await send();
  } catch (thrown) {
    throw translated(thrown);
  }
};

/** The item whose condition failed; absent if it does not exist or was not requested. */
export interface ConditionFailed {
  /** The current item, with `ReturnValuesOnConditionCheckFailure: 'ALL_OLD'`. */
  readonly item?: Readonly<Record<string, unknown>>;
}

/** Runs a conditional write: a failed condition is a value. @throws {TransientError} */
export const conditional = async <T>(send: () => Promise<T>): Promise<Result<T, ConditionFailed>> => {
  try {
    return ok(await send());
  } catch (thrown) {
    if (!(thrown instanceof ConditionalCheckFailedException)) throw translated(thrown);
    return err(thrown.Item === undefined ? {} : { item: unmarshall(thrown.Item) });
  }
};

/**
 * Runs a transaction of conditional writes. A failed condition, or another transaction on an item, is a conflict.
 * @throws {TransientError} any other cancellation reason: throttling, capacity.
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
