import { describe, expect, it } from 'vitest';
import { HighestLags } from '../../../../bin/load/highest-lag.ts';
import { liveLine } from '../../../../bin/load/live-line.ts';
import { loadLines } from '../../../../bin/load/load-lines.ts';
import type { LoadReport } from '../../../../bin/load/load-report.ts';

const latency = { samples: 120, mean: 90, p50: 80.04, p90: 120, p99: 12_345, p999: 20_000, max: 20_100 };
const none = { samples: 0, mean: null, p50: null, p90: null, p99: null, p999: null, max: null };
const report: LoadReport = {
  run: {
    id: 'load-1',
    seed: 7,
    arrivals: 'poisson',
    rate: 2,
    seconds: 60,
    warmupSeconds: 10,
    lines: 3,
    hotSku: 0.25,
    skus: 500,
    clients: 1_000,
    startedAt: '2026-11-30T12:00:00.000Z',
    interrupted: true,
  },
  perSecond: { planned: 2, accepted: 1.9, final: 1.8, paid: 1.7 },
  answers: { 201: 118, none: 1, 429: 1 },
  latencyMs: { post: latency, postFromSending: latency, sending: latency, toPaid: latency, createdToPaid: none },
  drainSeconds: 4.2,
  mostOpenAtOnce: 31,
  repeated: { requests: 1, accepted: 1, unresolved: 0 },
  byStatus: { PAID: 119 },
  partitions: [
    {
      topic: 'orders.created',
      partitions: 48,
      used: 44,
      records: 360,
      hottest: { partition: 3, share: 0.05 },
      skew: 2.4,
    },
    { topic: 'notifications.events', partitions: 12, used: 0, records: 0 },
  ],
  hottestSkus: [{ sku: 'load-00000', lines: 30, share: 0.08 }],
  highestLag: [{ group: 'order-saga.orders', topic: 'orders.created', records: 17, atSeconds: 35 }],
  conservation: {
    holds: false,
    faults: Array.from({ length: 12 }, (_, n) => `fault ${n}`),
    accepted: 119,
    paid: 118,
    cancelled: 0,
    failed: 0,
    unfinished: 1,
    lost: 0,
    stock: { skus: 200, sold: 354, reserved: 3 },
    views: { accepted: 119, paid: 118, cancelled: 0, failed: 0, lag: 0 },
  },
};

describe('the report of a load', () => {
  it('shows rates, latencies, drain, partitions, lag and conservation', () => {
    expect(loadLines(report)).toMatchInlineSnapshot(`
      [
        "load                 2 orders/s of 3 lines for 60 s after 10 s of warm-up, poisson arrivals, seed 7, 25.0 % of them with one hot SKU; interrupted",
        "a second             2 arrived, 1.9 accepted, 1.8 final, 1.7 PAID",
        "answers              118 × 201, 1 × 429, 1 × none",
        "repeated             1 without a definite answer: 1 accepted, 0 still unknown",
        "POST → 201           p50 80 ms, p90 120 ms, p99 12.3 s, p99.9 20.0 s, max 20.1 s (120)",
        "  from sending       p50 80 ms, p90 120 ms, p99 12.3 s, p99.9 20.0 s, max 20.1 s (120)",
        "  sent late by       p50 80 ms, p90 120 ms, p99 12.3 s, p99.9 20.0 s, max 20.1 s (120)",
        "arrival → PAID       p50 80 ms, p90 120 ms, p99 12.3 s, p99.9 20.0 s, max 20.1 s (120)",
        "CREATED → PAID       p50 -, p90 -, p99 -, p99.9 -, max - (0)",
        "drain                4.2 s after the last arrival; at most 31 orders open at once",
        "orders.created       360 records, 44 of 48 partitions; the hottest, 3, has 5.0 %: 2.4 × an even spread",
        "hottest SKUs         load-00000 8.0 % of the lines",
        "highest lag          order-saga.orders 17 records, after 35 s",
        "orders               119 accepted = 118 paid + 0 cancelled + 0 failed + 1 not final + 0 lost",
        "stock                200 SKUs: 354 units newly sold, 3 newly reserved",
        "views                counted 119 accepted, 118 paid, 0 cancelled, 0 failed; 0 records wait",
        "conservation         FAILS",
        "  fault 0",
        "  fault 1",
        "  fault 2",
        "  fault 3",
        "  fault 4",
        "  fault 5",
        "  fault 6",
        "  fault 7",
        "  fault 8",
        "  fault 9",
        "  and 2 more (--json)",
      ]
    `);
  });

  it('leaves out what there was not, or could not be read', () => {
    const { conservation, run } = report;
    const text = loadLines({
      ...report,
      run: { ...run, hotSku: null, interrupted: false },
      repeated: { requests: 0, accepted: 0, unresolved: 0 },
      drainSeconds: null,
      hottestSkus: [],
      conservation: { ...conservation, holds: true, faults: [], stock: null, views: null },
    }).join('\n');
    expect(text).toContain('not drained');
    expect(text).toMatch(/^conservation +holds$/m);
    expect(text).not.toMatch(/repeated|hot SKU|interrupted|hottest SKUs|views|newly sold/);
  });
});

it('the live line shows rates, requests in flight, recent latencies and what waits', () => {
  const figures = {
    seconds: 75.4,
    askedPerSecond: 4,
    acceptedPerSecond: 3.84,
    inFlight: 12,
    answers: { 201: 280, 503: 2 },
    waiting: 40,
    p50: 812.4,
    p99: Number.NaN,
  };
  expect(liveLine(figures)).toBe(
    '01:15  asked 4.0/s  accepted 3.8/s  in flight 12  POST p50 812 ms p99 -  280 × 201, 2 × 503  waiting for PAID 40',
  );
  expect(liveLine({ ...figures, answers: {} })).toContain('  none yet  ');
});

it('the highest lag of each consumer group is kept, with its time', () => {
  const lags = new HighestLags();
  const lag = (group: string, records: number) => ({ group, topic: 'orders.created', records });
  lags.observe([lag('a', 0), lag('b', 3)], 5.2);
  lags.observe([lag('a', 9), lag('b', 2)], 10.1);
  lags.observe([lag('a', 1), lag('c', 0)], 15.1);
  expect(lags.list()).toEqual([
    { ...lag('a', 9), atSeconds: 10 },
    { ...lag('b', 3), atSeconds: 5 },
  ]);
});
