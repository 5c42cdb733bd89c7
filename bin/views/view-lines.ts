import { styleText } from 'node:util';
import type { Counts } from '../../functions/analytics/domain.ts';
import type { ExactAnalytics } from '../../functions/analytics/figures-domain.ts';
import { canonical } from '../../functions/analytics/recount-domain.ts';
import { formatMoney } from '../../functions/shared/kernel/money.ts';
import type { AnalyticsHealth } from '../../schemas/generated/types.ts';
import type { Recounted } from './rebuild.ts';

const listed = 10;

const counts = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ') || 'none';

const amounts = (of: Counts): string =>
  Object.entries(of)
    .map(([currency, amount]) => formatMoney({ amount, currency }))
    .join(', ') || 'none';

const ms = (value: number | null): string => (value === null ? '-' : `${value} ms`);

/** For people; the JSON has all of it. */
export const analyticsLines = ({ from, to, totals, top_skus, stock_outs }: ExactAnalytics): readonly string[] => [
  styleText('bold', `${from} to ${to}`),
  `accepted       ${totals.accepted}`,
  `reached        ${counts(totals.reached)}`,
  `revenue        ${amounts(totals.revenue)}, ${totals.refunds} refunds`,
  `conversion     ${totals.conversion === null ? '-' : `${(totals.conversion * 100).toFixed(1)} %`}`,
  `cancelled      ${counts(totals.cancelled)}`,
  `not paid       ${counts(totals.payment_failed)}`,
  `time to PAID   p50 ${ms(totals.time_to_paid.p50_ms)}, p90 ${ms(totals.time_to_paid.p90_ms)}, p99 ${ms(totals.time_to_paid.p99_ms)}`,
  ...totals.notifications.map(
    ({ channel, template, state, count }) => `notifications  ${count} ${state} ${channel} ${template}`,
  ),
  ...top_skus
    .slice(0, listed)
    .map(({ sku, units, revenue }) => `top SKU        ${sku.padEnd(16)} ${units} units, ${amounts(revenue)}`),
  ...stock_outs
    .slice(0, listed)
    .map(
      ({ sku, rejected_lines, times }) =>
        `stock-out      ${sku.padEnd(16)} ${rejected_lines} lines rejected, last unit taken ${times.length} times`,
    ),
];

export const healthLines = ({ freshness_seconds, lag_records, complete, topics, orders }: AnalyticsHealth) => [
  `${complete ? 'complete' : styleText('red', 'not complete')}, ${freshness_seconds} s behind, ${lag_records} records waiting`,
  ...topics.map(
    ({ topic, lag_records: lag, newest_event_at: newest }) =>
      `${topic.padEnd(22)} ${lag} waiting, newest ${newest ?? 'none'}`,
  ),
  `orders                 ${counts({ ...orders })}`,
];

/** One line a view with its digest, one a row that differs. */
export const recountLines = ({ records, views, differences, cut }: Recounted): readonly string[] => [
  ...views.map(({ view, rows, live, recounted }) => {
    const same = live === recounted ? 'same' : styleText('red', 'differs');
    return `${view.padEnd(14)} ${String(rows).padStart(7)} rows  ${recounted.slice(0, 16)}  ${same}`;
  }),
  ...differences.flatMap((row) => [
    `${styleText('red', '-')} ${canonical(row, row.live.counts)}`,
    `${styleText('green', '+')} ${canonical(row, row.expected.counts)}`,
  ]),
  ...cut.map((topic) => `${topic}: its first records are gone, its views were not compared`),
  `${records} records counted again: ${differences.length === 0 ? 'no difference' : `${differences.length} rows differ`}`,
];
