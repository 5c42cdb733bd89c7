import { styleText } from 'node:util';
import type { Counts } from '../../functions/analytics/model/domain.ts';
import type { ExactAnalytics } from '../../functions/analytics/model/figures-domain.ts';
import { canonical } from '../../functions/analytics/model/recount-domain.ts';
import { formatMoney } from '../../functions/shared/kernel/money.ts';
import type { ViewsHealth } from './check-health.ts';
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
    .map(
      ({ sku, units, revenue }) => `most ordered   ${sku.padEnd(16)} ${units} units ordered, worth ${amounts(revenue)}`,
    ),
  ...stock_outs
    .slice(0, listed)
    .map(
      ({ sku, rejected_lines, times }) =>
        `stock-out      ${sku.padEnd(16)} ${rejected_lines} lines rejected, last unit taken ${times.length} times`,
    ),
];

/** The faults, each by its name. */
const amiss = (health: ViewsHealth): readonly string[] => {
  const { lag_records, lost_records, dead_lettered_records, event_source_letters, orders, compared } = health;
  const named = [
    { count: lag_records, what: 'records wait' },
    { count: lost_records, what: 'lost to retention' },
    { count: dead_lettered_records, what: 'dead-lettered' },
    { count: event_source_letters, what: 'dead-lettered by the event source, not replayed' },
    { count: compared?.rows_that_differ ?? 0, what: 'rows differ from the topics' },
    { count: Math.max(0, -orders.open), what: 'orders ended that were never accepted' },
  ];
  return named.filter(({ count }) => count > 0).map(({ count, what }) => `${count} ${what}`);
};

const verdict = (health: ViewsHealth): string => {
  const { complete, compared } = health;
  if (complete === false) return `${styleText('red', 'not complete')}: ${amiss(health).join(', ')}`;
  if (compared === undefined) return 'nothing waits, is lost or dead-lettered; rows were not compared with the topics';
  const { records, not_compared } = compared;
  const counted = `${records} records counted again, no difference`;
  return complete === undefined
    ? `${counted}; not compared, since their first records are gone: ${not_compared.join(', ')}`
    : `complete: ${counted}`;
};

export const healthLines = (health: ViewsHealth): readonly string[] => [
  verdict(health),
  ...(health.freshness_seconds > 0 ? [`the oldest record that waits: ${health.freshness_seconds} s`] : []),
  ...health.topics.map(
    ({ topic, lag_records, lost_records, dead_lettered_records, newest_event_at: newest }) =>
      `${topic.padEnd(22)} ${lag_records} waiting, ${lost_records} lost, ${dead_lettered_records} dead-lettered, newest ${newest ?? 'none'}`,
  ),
  `orders                 ${counts({ ...health.orders })}`,
];

/** One line a view with its digest, one a row that differs. */
export const recountLines = ({ records, views, differences, cut }: Omit<Recounted, 'countedTo'>): readonly string[] => [
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
