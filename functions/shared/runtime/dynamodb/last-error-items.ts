import { deadLetter } from '../../../../schemas/catalogue.ts';

/** An item for each range of records that failed together. */
export interface LastErrorItem {
  readonly partition: string;
  /** First and last offset: sorts as text as it does by numbers. */
  readonly range: string;
  readonly from: number;
  readonly to: number;
  readonly error: string;
  /** RFC 3339 UTC: when it failed last. */
  readonly at: string;
  readonly expires_at: number;
}

/** A safe integer's digits. */
const digits = 16;

/** Whose failures, in which partition: a principal consumes a topic by one function. */
export const partitionKey = (principal: string, topic: string, partition: number): string =>
  `${principal}|${topic}|${partition}`;

const padded = (offset: number): string => String(offset).padStart(digits, '0');

export const rangeKey = (from: number, to: number): string => `${padded(from)}-${padded(to)}`;

const daySeconds = 86_400;
/** Kafka deletes by segments of seven days at most, DynamoDB within days. */
const marginDays = 15;

/** Epoch seconds: what is about a letter outlives it in its queue. */
export const afterLetters = (now: Date): number =>
  Math.ceil(now.getTime() / 1_000) + (deadLetter.retentionDays + marginDays) * daySeconds;
