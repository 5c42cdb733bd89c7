import type { Deadline } from './idiom.ts';

/** Records of a partition that failed in a batch, both ends included: the first at fault, and those behind it. */
export interface FailedRange {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  /** What the record at `from` met. */
  readonly error: unknown;
}

/**
 * Keeps the last error of records that failed. Lambda's on-failure envelope names no error, so that without it a letter of the
 * event source says only that its attempts are used up.
 */
export interface LastErrors {
  /** Never throws, and takes no longer than a moment: no record depends on it. */
  keep(failed: readonly FailedRange[], deadline: Deadline): Promise<void>;
}
