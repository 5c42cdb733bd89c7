import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../kernel/clock.ts';
import { redact } from '../../kernel/redact.ts';
import { causeOf } from '../idioms/batch-outcome.ts';
import { concurrently } from '../idioms/concurrently.ts';
import type { FailedRange, LastErrors } from '../idioms/last-errors.ts';
import { afterLetters, type LastErrorItem, partitionKey, rangeKey } from './last-error-items.ts';

export interface LastErrorsOptions {
  /** Made when the first record fails: no environment pays for it that sees no failure. */
  readonly client: () => DynamoDBDocumentClient;
  readonly table: string;
  /** Whose records they are. */
  readonly principal: string;
  readonly clock: Clock;
}

/** Longest error kept. */
const most = 512;
/** Writes at one time. */
const concurrency = 8;
/** The longest that all writes of an invocation may take, and what they leave of its time for its answer. */
const budgetMs = 1_500;
const reserveMs = 1_000;

/**
 * The last error of records by their place, a small item for each partition that failed in a batch; redelivered, they
 * overwrite it. A store that does not answer loses it: the log has it still.
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
          // The batch has failed for a reason of its own, which is logged: that must not change.
        }
      });
    },
  };
};
