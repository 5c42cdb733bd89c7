import type { Deadline } from './idiom.ts';

/** The failed records of a partition in a batch, both ends included: the first at fault, and those behind it. */
export interface FailedRange {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  /** The error of the record at `from`. */
  readonly error: unknown;
}

/**
 * Stores the last error of failed records. Lambda's on-failure envelope names no error, so that without it a dead letter of the
 * event source only reports that its attempts are used up.
 */
export interface LastErrors {
  /** Never throws, and never blocks the batch: no record depends on it. */
  keep(failed: readonly FailedRange[], deadline: Deadline): Promise<void>;
}
