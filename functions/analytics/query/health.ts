import type { AnalyticsHealth, AnalyticsOrders, AnalyticsTopic } from '../../../schemas/generated/types.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { eventsIn } from '../model/domain.ts';
import { sumOf } from '../model/figures-domain.ts';
import type { ConsumerPosition, ConsumerPositions, ViewReader } from '../model/ports.ts';
import { daysOf } from '../model/view-names-domain.ts';

export interface HealthPorts {
  readonly views: ViewReader;
  readonly positions: ConsumerPositions;
  readonly clock: Clock;
}

const lagOf = ({ end, acknowledged }: ConsumerPosition): number => Math.max(0, end - acknowledged);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** The counted and missing records of a topic. */
interface TopicFacts {
  readonly positions: readonly ConsumerPosition[];
  readonly newest: string | undefined;
  readonly deadLettered: number;
  /** The write time of the oldest pending record. */
  readonly waitingSince: number | undefined;
}

const secondsSince = (at: number, now: number): number => Math.max(0, Math.round((now - at) / 1_000));

const topicOf = (
  topic: string,
  { positions, newest, deadLettered, waitingSince }: TopicFacts,
  now: number,
): AnalyticsTopic => {
  const behind = positions.filter((position) => lagOf(position) > 0);
  return {
    topic,
    lag_records: sum(behind.map(lagOf)),
    behind: behind.map((position) => ({ partition: position.partition, lag_records: lagOf(position) })),
    lost_records: sum(positions.map(({ lost }) => lost)),
    dead_lettered_records: deadLettered,
    ...(waitingSince !== undefined && { waiting_seconds: secondsSince(waitingSince, now) }),
    ...(newest !== undefined && { newest_event_at: newest, age_seconds: secondsSince(Date.parse(newest), now) }),
  };
};

/** Each accepted order is paid (and not refunded), cancelled or failed in payment; the rest are open. */
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
 * The freshness of the views (age of the oldest pending record) and what they miss: pending records, records that retention
 * deleted before they were counted, dead letters, and orders without a state. Does not compare rows with the topics, as a
 * recount does.
 */
export const analyticsHealth =
  ({ views, positions, clock }: HealthPorts) =>
  async (): Promise<AnalyticsHealth> => {
    // Positions first: views that are read after them contain at least the acknowledged records.
    const read = await positions.read();
    const [newest, deadLettered, orders] = await Promise.all([views.newest(), views.deadLettered(), accountOf(views)]);
    const now = clock.now().getTime();
    const topics: AnalyticsTopic[] = [];
    for (const [topic, group] of Map.groupBy(read, (position) => position.topic)) {
      const waits = group.some((position) => lagOf(position) > 0);
      const waitingSince = waits ? await positions.waitingSince(topic, group, now) : undefined;
      const facts = { positions: group, newest: newest[topic], deadLettered: deadLettered[topic] ?? 0, waitingSince };
      topics.push(topicOf(topic, facts, now));
    }
    const all = (of: (topic: AnalyticsTopic) => number): number => sum(topics.map(of));
    const missing = {
      lag_records: all(({ lag_records }) => lag_records),
      lost_records: all(({ lost_records }) => lost_records),
      dead_lettered_records: all(({ dead_lettered_records }) => dead_lettered_records),
    };
    return {
      // Without pending records the views are fresh, however old the last event is.
      freshness_seconds: Math.max(0, ...topics.map(({ waiting_seconds }) => waiting_seconds ?? 0)),
      ...missing,
      complete: Object.values(missing).every((records) => records === 0) && orders.open >= 0,
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

/** Freshness and missing records as metrics, in total and by topic. */
export const healthMetrics = ({
  freshness_seconds,
  lag_records,
  lost_records,
  dead_lettered_records,
  topics,
}: AnalyticsHealth): Readonly<Record<string, number>> => ({
  FreshnessSeconds: freshness_seconds,
  LagRecords: lag_records,
  LostRecords: lost_records,
  UncountedDeadLetters: dead_lettered_records,
  ...Object.fromEntries(topics.map((topic) => [`${metricOf(topic.topic)}LagRecords`, topic.lag_records])),
});
