import type { Conservation } from './conservation.ts';
import type { HighestLag } from './highest-lag.ts';
import type { LatencySummary } from './latencies.ts';
import type { LoadSettings } from './load-settings.ts';
import type { PartitionUse, SkuShare } from './partition-use.ts';

export interface LoadReport {
  /** The seed repeats arrivals and orders. */
  readonly run: Omit<LoadSettings, 'mix' | 'stalledMs'> & {
    readonly lines: number;
    readonly hotSku: number | null;
    readonly skus: number;
    readonly startedAt: string;
    readonly interrupted: boolean;
  };
  /** A second, without the warm-up. */
  readonly perSecond: {
    readonly planned: number;
    readonly accepted: number;
    /** Orders that came to their end, until the last one did. */
    readonly final: number;
    readonly paid: number;
  };
  /** Requests by status of their answer, the warm-up's too; `none` where there was no answer. */
  readonly answers: Readonly<Record<string, number>>;
  readonly latencyMs: {
    /** From the planned arrival to the 201. */
    readonly post: LatencySummary;
    /** From sending to the 201: what a closed loop would report. */
    readonly postFromSending: LatencySummary;
    /** From the planned arrival to sending: waiting for a socket, or a generator that is late. */
    readonly sending: LatencySummary;
    /** From the planned arrival to PAID. */
    readonly toPaid: LatencySummary;
    /** From CREATED to PAID, by the platform's clock. */
    readonly createdToPaid: LatencySummary;
  };
  /** From the last planned arrival until every accepted order was final; null where some are not. */
  readonly drainSeconds: number | null;
  readonly mostOpenAtOnce: number;
  /** Requests without a definite answer, repeated under their keys at the end. */
  readonly repeated: { readonly requests: number; readonly accepted: number; readonly unresolved: number };
  readonly byStatus: Readonly<Record<string, number>>;
  readonly partitions: readonly PartitionUse[];
  readonly hottestSkus: readonly SkuShare[];
  /** Of each consumer group, read every five seconds. */
  readonly highestLag: readonly HighestLag[];
  readonly conservation: Conservation;
}
