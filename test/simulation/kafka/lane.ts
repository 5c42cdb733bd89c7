import type { StoredRecord } from './simulated-kafka.ts';

/** A partition, and how far the group has come in it. */
export interface Lane {
  readonly partition: number;
  /** The first record that is not acknowledged. */
  position: number;
  busy: Delivery | undefined;
  notBefore: number;
  /** What lies before this has been delivered again already. */
  repeatedTo: number;
  retry: Retry | undefined;
}

/** Records that failed together: nothing behind them is delivered before they are done. */
interface Retry {
  readonly until: number;
  readonly attempts: number;
  /** Set where they crashed the function: who did it is looked for by ever smaller batches, of this partition alone. */
  readonly atMost: number | undefined;
}

/** What a delivery has of a partition. */
export interface Part {
  readonly lane: Lane;
  readonly from: number;
  readonly until: number;
  /** Those that the group wants. */
  readonly records: readonly StoredRecord[];
}

export interface Delivery {
  readonly parts: readonly Part[];
  /** Its partitions were given to another poller: its answer is ignored. */
  stale: boolean;
}

export const laneOf = (partition: number): Lane => ({
  partition,
  position: 0,
  busy: undefined,
  notBefore: 0,
  repeatedTo: 0,
  retry: undefined,
});
