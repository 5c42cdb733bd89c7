import { deadLetter } from '../../../../schemas/catalogue.ts';

/** One item per range of records that failed together. */
export interface LastErrorItem {
  readonly partition: string;
  /** First and last offset, padded to sort numerically. */
  readonly range: string;
  readonly from: number;
  readonly to: number;
  readonly error: string;
  /** RFC 3339 UTC of the last failure. */
  readonly at: string;
  readonly expires_at: number;
}

/** Digits of the largest safe integer. */
const digits = 16;

/** A principal consumes a topic by one function: the key names the consumer and the partition. */
export const partitionKey = (principal: string, topic: string, partition: number): string =>
  `${principal}|${topic}|${partition}`;

const padded = (offset: number): string => String(offset).padStart(digits, '0');

export const rangeKey = (from: number, to: number): string => `${padded(from)}-${padded(to)}`;

const daySeconds = 86_400;
/** Kafka deletes segments of seven days at most, DynamoDB expires within days. */
const marginDays = 15;

/** Epoch seconds of an expiry that outlives the dead letter in its queue. */
export const afterLetters = (now: Date): number =>
  Math.ceil(now.getTime() / 1_000) + (deadLetter.retentionDays + marginDays) * daySeconds;
