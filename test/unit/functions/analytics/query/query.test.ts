// Also tests functions/analytics/query
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConsumerPosition, ConsumerPositions } from '../../../../../functions/analytics/model/ports.ts';
import type { CountedEvent } from '../../../../../functions/analytics/model/views-domain.ts';
import { project } from '../../../../../functions/analytics/project/project.ts';
import { analyticsHealth, healthMetrics } from '../../../../../functions/analytics/query/health.ts';
import { analyticsHealthRoute, analyticsRoute } from '../../../../../functions/analytics/query/query.http.ts';
import { validateAnalytics, validateAnalyticsHealth } from '../../../../../schemas/generated/validators.js';
import { eventsOf, receivedAt } from '../../../../support/analytics-events.ts';
import { FixedClock } from '../../../../support/fakes/fixed-clock.ts';
import { InMemoryViews } from '../../../../support/fakes/in-memory-views.ts';
import { httpRequestOf } from '../../../../support/http-request.ts';

const clock = new FixedClock('2026-11-22T07:00:00.000Z');
const order = (name: string, at: string) => eventsOf({ name, at, lines: [{ sku: name, qty: 3, unit_price: 200 }] });
const [early, late, old] = [
  order('early', '2026-11-22T06:10:00.000Z'),
  order('late', '2026-11-22T06:50:00.000Z'),
  order('old', '2026-11-20T06:00:00.000Z'),
];
const events: readonly CountedEvent[] = [
  early.created(),
  early.processing(10),
  early.paid(400),
  early.notified('order-paid', 900),
  late.created(),
  late.rejected('late', 2, 10),
  late.cancelled(20, 'OUT_OF_STOCK: late'),
  old.created(),
  old.reserved('old', 9, 5),
  old.paid(5_000),
  old.cancelled(6_000, 'mistake'),
  old.refunded(7_000),
];

let views: InMemoryViews;
beforeEach(async () => {
  views = new InMemoryViews();
  const lane = (event: CountedEvent) =>
    'version' in event ? 'inventory.updated' : 'payment_id' in event ? 'payments.completed' : 'orders.created';
  await project({ store: views })(
    events.map((event, offset) => receivedAt({ topic: lane(event), partition: 0, offset }, event)),
  );
});

const ask = async (query: Readonly<Record<string, string>>) => {
  const { statusCode, body } = await analyticsRoute({ views, clock })(httpRequestOf({ query }));
  return { statusCode, body: JSON.parse(body) };
};

describe('GET /admin/analytics', () => {
  it('returns the last hour by minute', async () => {
    const { statusCode, body } = await ask({});
    expect({ statusCode, violations: validateAnalytics(body) }).toEqual({ statusCode: 200, violations: null });
    expect(body).toEqual({
      from: '2026-11-22T06:00:00.000Z',
      to: '2026-11-22T07:00:00.000Z',
      resolution: 'minute',
      totals: {
        accepted: 2,
        reached: { CANCELLED: 1, CREATED: 2, PAID: 1, PROCESSING: 1 },
        revenue: { GBP: 600 },
        converted: 1,
        conversion: 0.5,
        refunds: 0,
        cancelled: { OUT_OF_STOCK: 1 },
        payment_failed: {},
        time_to_paid: { count: 1, buckets: [{ le_ms: 501, count: 1 }], p50_ms: 501, p90_ms: 501, p99_ms: 501 },
        notifications: [{ channel: 'email', template: 'order-paid', state: 'SENT', count: 1 }],
      },
      series: [
        {
          at: '2026-11-22T06:10:00.000Z',
          accepted: 1,
          reached: { CREATED: 1, PAID: 1, PROCESSING: 1 },
          revenue: { GBP: 600 },
        },
        { at: '2026-11-22T06:50:00.000Z', accepted: 1, reached: { CANCELLED: 1, CREATED: 1 }, revenue: {} },
      ],
      top_skus: [
        { sku: 'early', basis: 'ORDERED', units: 3, revenue: { GBP: 600 } },
        { sku: 'late', basis: 'ORDERED', units: 3, revenue: { GBP: 600 } },
      ],
      stock_outs: [{ sku: 'late', rejected_lines: 1, times: [] }],
    });
  });

  it('includes the first minute and excludes the last', async () => {
    const between = async (from: string, to: string) => (await ask({ from, to })).body.totals.accepted;
    expect(await between('2026-11-22T06:10:00Z', '2026-11-22T06:50:00Z')).toBe(1);
    expect(await between('2026-11-22T06:11:00Z', '2026-11-22T06:51:00Z')).toBe(1);
    expect(await between('2026-11-22T06:11:00Z', '2026-11-22T06:50:00Z')).toBe(0);
  });

  it('returns more than a day by day, with all SKUs and stock-outs of those days', async () => {
    const { body } = await ask({ from: '2026-11-20', to: '2026-11-22' });
    expect(validateAnalytics(body)).toBeNull();
    expect(body).toMatchObject({
      resolution: 'day',
      totals: { accepted: 3, revenue: { GBP: 600 }, refunds: 1, cancelled: { OTHER: 1, OUT_OF_STOCK: 1 } },
      series: [{ at: '2026-11-20T00:00:00.000Z' }, { at: '2026-11-22T00:00:00.000Z' }],
      stock_outs: [
        { sku: 'late', rejected_lines: 1, times: [] },
        { sku: 'old', rejected_lines: 0, times: ['2026-11-20T06:00:00.005Z'] },
      ],
    });
    expect(body.top_skus).toHaveLength(3);
  });

  it('is empty without events', async () => {
    const { body } = await ask({ from: '2026-11-01', to: '2026-11-02' });
    expect(body).toMatchObject({ totals: { accepted: 0, conversion: null }, series: [], top_skus: [], stock_outs: [] });
    expect(validateAnalytics(body)).toBeNull();
  });

  it('rejects an invalid span', async () => {
    const { statusCode, body } = await ask({ from: 'yesterday' });
    expect(statusCode).toBe(400);
    expect(body).toMatchObject({ type: expect.stringContaining('malformed-request'), detail: expect.any(String) });
  });
});

describe('GET /admin/analytics/health', () => {
  const partition = (topic: string, waiting: number, number = 0, lost = 0): ConsumerPosition => ({
    topic,
    partition: number,
    first: lost,
    end: 20,
    acknowledged: 20 - waiting,
    lost,
  });
  const healthAt = async (read: readonly ConsumerPosition[], waitingMs: Readonly<Record<string, number>> = {}) => {
    const positions: ConsumerPositions = {
      read: async () => read,
      waitingSince: async (topic, _positions, now) => now - (waitingMs[topic] ?? 0),
    };
    const ports = { views, positions, clock };
    const { statusCode, body } = await analyticsHealthRoute(ports)(httpRequestOf({}));
    expect({ statusCode, violations: validateAnalyticsHealth(JSON.parse(body)) }).toEqual({
      statusCode: 200,
      violations: null,
    });
    return { body: JSON.parse(body), metrics: healthMetrics(await analyticsHealth(ports)()) };
  };

  it('is fresh and complete without pending records, however old the last event is', async () => {
    const { body, metrics } = await healthAt([partition('orders.created', 0), partition('payments.completed', 0)]);
    expect(body).toMatchObject({
      freshness_seconds: 0,
      lag_records: 0,
      lost_records: 0,
      dead_lettered_records: 0,
      complete: true,
      topics: [
        { topic: 'orders.created', newest_event_at: '2026-11-22T06:50:00.020Z', age_seconds: 600 },
        { topic: 'payments.completed' },
      ],
      orders: { accepted: 3, open: 0, paid: 1, cancelled: 2, payment_failed: 0 },
    });
    expect(metrics).toEqual({
      FreshnessSeconds: 0,
      LagRecords: 0,
      LostRecords: 0,
      UncountedDeadLetters: 0,
      OrdersCreatedLagRecords: 0,
      PaymentsCompletedLagRecords: 0,
    });
  });

  it('reports pending records by partition, and the age of the oldest', async () => {
    const positions = [
      partition('orders.created', 2, 3),
      partition('orders.created', 0, 4),
      // No event of it was ever applied.
      partition('notifications.events', 5),
    ];
    const { body, metrics } = await healthAt(positions, {
      'orders.created': 90_000,
      'notifications.events': 7_200_000,
    });
    expect(body).toMatchObject({
      freshness_seconds: 7_200,
      lag_records: 7,
      complete: false,
      topics: [
        { topic: 'orders.created', lag_records: 2, behind: [{ partition: 3, lag_records: 2 }], waiting_seconds: 90 },
        { topic: 'notifications.events', lag_records: 5, waiting_seconds: 7_200 },
      ],
    });
    expect(metrics).toMatchObject({ FreshnessSeconds: 7_200, LagRecords: 7, NotificationsEventsLagRecords: 5 });
  });

  it('is incomplete if retention deleted records before they were counted', async () => {
    const { body, metrics } = await healthAt([
      partition('orders.created', 0, 1, 4),
      partition('payments.completed', 0),
    ]);
    expect(body).toMatchObject({ lag_records: 0, lost_records: 4, complete: false, topics: [{ lost_records: 4 }, {}] });
    expect(metrics).toMatchObject({ LostRecords: 4 });
  });

  it('is incomplete with dead-lettered records', async () => {
    await views.note([{ topic: 'orders.created', partition: 0, offset: 3 }]);
    const { body, metrics } = await healthAt([partition('orders.created', 0), partition('payments.completed', 0)]);
    expect(body).toMatchObject({
      ...{ lag_records: 0, dead_lettered_records: 1, complete: false },
      topics: [{ dead_lettered_records: 1 }, { dead_lettered_records: 0 }],
    });
    expect(metrics).toMatchObject({ UncountedDeadLetters: 1 });
  });

  it('is incomplete if more orders ended than were accepted', async () => {
    views.damage({ view: 'orders|days', row: '2026-11-20' }, undefined);
    const { body } = await healthAt([partition('orders.created', 0)]);
    expect(body).toMatchObject({ complete: true, orders: { accepted: 2, open: 0 } });
    views.damage({ view: 'orders|days', row: '2026-11-22' }, undefined);
    expect((await healthAt([partition('orders.created', 0)])).body).toMatchObject({
      complete: false,
      orders: { open: -1 },
    });
  });
});
