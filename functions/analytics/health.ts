import type { AnalyticsHealth, AnalyticsOrders, AnalyticsTopic } from '../../schemas/generated/types.ts';
import type { Clock } from '../shared/kernel/clock.ts';
import { eventsIn } from './domain.ts';
import { sumOf } from './figures-domain.ts';
import type { ConsumerPosition, ConsumerPositions, ViewReader } from './ports.ts';
import { daysOf } from './view-names-domain.ts';

export interface HealthPorts {
  readonly views: ViewReader;
  readonly positions: ConsumerPositions;
  readonly clock: Clock;
}

const lagOf = ({ end, acknowledged }: ConsumerPosition): number => Math.max(0, end - acknowledged);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

const topicOf = (
  topic: string,
  positions: readonly ConsumerPosition[],
  newest: string | undefined,
  now: number,
): AnalyticsTopic => {
  const behind = positions.filter((position) => lagOf(position) > 0);
  const age = newest === undefined ? undefined : Math.max(0, Math.round((now - Date.parse(newest)) / 1_000));
  return {
    topic,
    lag_records: sum(behind.map(lagOf)),
    behind: behind.map((position) => ({ partition: position.partition, lag_records: lagOf(position) })),
    ...(newest !== undefined && { newest_event_at: newest }),
    ...(age !== undefined && { age_seconds: age }),
  };
};

/** Each accepted order is open, paid (and not refunded), cancelled or could not be paid: what is left over is open. */
const accountOf = async (views: ViewReader): Promise<AnalyticsOrders> => {
  const orders = sumOf(await views.rows(daysOf('orders')));
  const payments = sumOf(await views.rows(daysOf('payments')));
  const accepted = eventsIn(orders, 'reached.CREATED');
  const cancelled = eventsIn(orders, 'reached.CANCELLED');
  const payment_failed = eventsIn(payments, 'reached.PAYMENT_FAILED');
  const paid = eventsIn(payments, 'reached.PAID') - eventsIn(payments, 'refunds');
  const open = accepted - cancelled - payment_failed - paid;
  return { accepted, open, paid, cancelled, payment_failed };
};

/**
 * Whether the views can be trusted now: how fresh (the age of what was applied last, where something is waiting), and how
 * complete (records of the topics that are not acknowledged yet, and orders that no state accounts for).
 */
export const analyticsHealth =
  ({ views, positions, clock }: HealthPorts) =>
  async (): Promise<AnalyticsHealth> => {
    // Positions first: views read after them hold at least what was acknowledged then.
    const read = await positions.read();
    const [newest, orders] = await Promise.all([views.newest(), accountOf(views)]);
    const now = clock.now().getTime();
    const topics = [...Map.groupBy(read, ({ topic }) => topic)].map(([topic, group]) =>
      topicOf(topic, group, newest[topic], now),
    );
    const waiting = topics.filter(({ lag_records }) => lag_records > 0);
    return {
      // Nothing waits: the views are as fresh as can be, however long ago the last event was.
      freshness_seconds: Math.max(0, ...waiting.map(({ age_seconds }) => age_seconds ?? 0)),
      lag_records: sum(topics.map(({ lag_records }) => lag_records)),
      complete: waiting.length === 0 && orders.open >= 0,
      topics,
      orders,
    };
  };

/** `orders.created` in the name of a metric: `OrdersCreated`. */
const metricOf = (topic: string): string =>
  topic
    .split('.')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** Freshness and completeness as metrics, in all and by topic. */
export const healthMetrics = ({
  freshness_seconds,
  lag_records,
  topics,
}: AnalyticsHealth): Readonly<Record<string, number>> => ({
  FreshnessSeconds: freshness_seconds,
  LagRecords: lag_records,
  ...Object.fromEntries(topics.map((topic) => [`${metricOf(topic.topic)}LagRecords`, topic.lag_records])),
});
