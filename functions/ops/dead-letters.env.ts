/** Variables of `ops/dead-letters`: the names of its tables. */
export interface DeadLettersEnvironment {
  /** Where consumers keep the last error of records that failed. */
  readonly FAILURES_TABLE: string;
  /** Which letters were replayed. */
  readonly REPLAYS_TABLE: string;
}
