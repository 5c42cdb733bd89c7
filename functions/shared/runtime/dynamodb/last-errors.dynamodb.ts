import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../kernel/clock.ts';
import { redact } from '../../kernel/redact.ts';
import { causeOf } from '../idioms/batch-outcome.ts';
import { concurrently } from '../idioms/concurrently.ts';
import type { FailedRange, LastErrors } from '../idioms/last-errors.ts';
import { afterLetters, type LastErrorItem, partitionKey, rangeKey } from './last-error-items.ts';

export interface LastErrorsOptions {
  /** Created at the first failure: an environment without failures does not pay for it. */
  readonly client: () => DynamoDBDocumentClient;
  readonly table: string;
  /** The consumer's principal. */
  readonly principal: string;
  readonly clock: Clock;
}

/** Longest stored error. */
const most = 512;
/** Concurrent writes. */
const concurrency = 8;
/** Time limit of all writes of an invocation, and the time that they leave for its response. */
const budgetMs = 1_500;
const reserveMs = 1_000;

/**
 * Stores one small item per partition that failed in a batch; a redelivery overwrites it. If DynamoDB does not answer, the error
 * is only in the log.
 */
export const dynamodbLastErrors = ({ client, table, principal, clock }: LastErrorsOptions): LastErrors => {
  let known: DynamoDBDocumentClient | undefined;
  const connected = (): DynamoDBDocumentClient => {
    known ??= client();
    return known;
  };
  const itemOf = ({ topic, partition, from, to, error }: FailedRange, now: Date): LastErrorItem => ({
    partition: partitionKey(principal, topic, partition),
    range: rangeKey(from, to),
    from,
    to,
    error: redact(causeOf(error), most),
    at: now.toISOString(),
    expires_at: afterLetters(now),
  });
  return {
    keep: async (failed, deadline) => {
      const withinMs = Math.min(budgetMs, deadline.remainingMs() - reserveMs);
      if (withinMs <= 0) return;
      const abortSignal = AbortSignal.timeout(withinMs);
      const now = clock.now();
      await concurrently(failed, concurrency, async (range) => {
        try {
          await connected().send(new PutCommand({ TableName: table, Item: itemOf(range, now) }), { abortSignal });
        } catch {
          // Not rethrown: it would replace the error of the batch.
        }
      });
    },
  };
};
