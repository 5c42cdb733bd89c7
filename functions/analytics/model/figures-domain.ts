import type {
  Analytics,
  AnalyticsFigures,
  AnalyticsNotification,
  AnalyticsPoint,
  AnalyticsSku,
  AnalyticsStockOut,
} from '../../../schemas/generated/types.ts';
import type { Count } from '../../shared/kernel/count.ts';
import { addCounts, type Counts, eventsIn } from './domain.ts';
import { histogramOf } from './histogram-domain.ts';
import { unpackedSums } from './packing-domain.ts';
import { isPackedRow } from './view-names-domain.ts';

/** A row as read. */
export interface ReadRow {
  readonly row: string;
  readonly counts: Counts;
}

/** A response with exact sums of money, also beyond the safe integers. */
type Exactly<T extends { readonly revenue: unknown }> = Omit<T, 'revenue'> & { readonly revenue: Counts };

/** The contract's response with exact sums. */
export interface ExactAnalytics extends Omit<Analytics, 'totals' | 'series' | 'top_skus'> {
  readonly totals: Exactly<AnalyticsFigures>;
  readonly series: readonly Exactly<AnalyticsPoint>[];
  readonly top_skus: readonly Exactly<AnalyticsSku>[];
}

export const sumOf = (rows: readonly { readonly counts: Counts }[]): Counts => {
  const sum: Record<string, Count> = {};
  for (const { counts } of rows) addCounts(sum, counts);
  return sum;
};

/** The sums below a name, sorted: those of `charged` are `charged.GBP` and `charged.EUR`, by currency. */
const below = (counts: Counts, name: string): Counts =>
  Object.fromEntries(
    Object.entries(counts)
      .filter(([key, count]) => key.startsWith(`${name}.`) && count !== 0)
      .map(([key, count]): [string, Count] => [key.slice(name.length + 1), count])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** The same for sums that count events. */
const eventsBelow = (counts: Counts, name: string): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(below(counts, name)).map(([key, count]) => [key, Number(count)]));

const revenueOf = (counts: Counts): Counts => {
  const revenue = { ...below(counts, 'charged') };
  addCounts(revenue, below(counts, 'refunded'), -1);
  return revenue;
};

const notificationsOf = (counts: Counts): readonly AnalyticsNotification[] =>
  (['SENT', 'FAILED', 'DEFERRED'] as const).flatMap((state) =>
    Object.entries(eventsBelow(counts, state)).map(([name, count]) => {
      const [channel = '', template = ''] = name.split(/\.(.*)/);
      return { channel: channel as AnalyticsNotification['channel'], template, state, count };
    }),
  );

const flow = (counts: Counts): Omit<Exactly<AnalyticsPoint>, 'at'> => ({
  accepted: eventsIn(counts, 'reached.CREATED'),
  reached: eventsBelow(counts, 'reached'),
  revenue: revenueOf(counts),
});

export const pointOf = (at: string, counts: Counts): Exactly<AnalyticsPoint> => ({ at, ...flow(counts) });

export const figuresOf = (counts: Counts): Exactly<AnalyticsFigures> => {
  const { accepted, ...rest } = flow(counts);
  const converted = eventsIn(counts, 'converted');
  return {
    accepted,
    ...rest,
    converted,
    // Acceptance and payment are on different topics: for a moment the views may have counted more payments.
    conversion: accepted === 0 ? null : Math.min(1, converted / accepted),
    refunds: eventsIn(counts, 'refunds'),
    cancelled: eventsBelow(counts, 'cancelled'),
    payment_failed: eventsBelow(counts, 'failed'),
    time_to_paid: histogramOf(counts),
    notifications: notificationsOf(counts),
  };
};

/** Sums the rows of several days or shards by name. */
const merged = (rows: readonly ReadRow[]): readonly ReadRow[] =>
  [...Map.groupBy(rows, ({ row }) => row)].map(([row, group]) => ({ row, counts: sumOf(group) }));

/** The most ordered SKUs by units, ties by name. */
export const topSkus = (rows: readonly ReadRow[], limit: number): ExactAnalytics['top_skus'] =>
  merged(rows.flatMap((one) => (isPackedRow(one.row) ? unpackedSums(one.counts) : [one])))
    .map(({ row: sku, counts }) => ({
      sku,
      basis: 'ORDERED' as const,
      units: Number(counts['units'] ?? 0),
      revenue: below(counts, 'revenue'),
    }))
    .filter(({ units }) => units > 0)
    .sort((a, b) => b.units - a.units || (a.sku < b.sku ? -1 : 1))
    .slice(0, limit);

/** SKUs with insufficient stock, most rejected lines first. @param outs rows `<time>|<sku>|<version>`. */
export const stockOuts = (
  rejections: readonly ReadRow[],
  outs: readonly ReadRow[],
  limits: { readonly skus: number; readonly times: number },
): readonly AnalyticsStockOut[] => {
  const rejected = new Map(merged(rejections).map(({ row, counts }) => [row, eventsIn(counts, 'rejected')]));
  const times = new Map<string, string[]>();
  for (const { row } of outs) {
    const [at = '', sku = ''] = row.split('|');
    times.set(sku, [...(times.get(sku) ?? []), at]);
  }
  return [...new Set([...rejected.keys(), ...times.keys()])]
    .map((sku) => ({ sku, rejected_lines: rejected.get(sku) ?? 0, times: (times.get(sku) ?? []).sort() }))
    .sort((a, b) => b.rejected_lines - a.rejected_lines || b.times.length - a.times.length || (a.sku < b.sku ? -1 : 1))
    .slice(0, limits.skus)
    .map((out) => ({ ...out, times: out.times.slice(-limits.times) }));
};
