import { describe, expect, it } from 'vitest';
import type { LiveFigures } from '../../../../bin/load/live-line.ts';
import type { LoadSettings } from '../../../../bin/load/load-settings.ts';
import { loadSkus } from '../../../../bin/load/load-skus.ts';
import { runLoad } from '../../../../bin/load/run-load.ts';
import { FakeLoadTarget, type FakePlatformFaults } from '../../../support/load/fake-load-target.ts';
import { VirtualClock } from '../../../support/load/virtual-clock.ts';

const settings: LoadSettings = {
  id: 'run',
  seed: 1,
  arrivals: 'even',
  rate: 10,
  seconds: 20,
  warmupSeconds: 0,
  clients: 1_000,
  stalledMs: 30_000,
  mix: { skus: loadSkus(8), lines: 2, currency: 'GBP', users: ['u'], email: false },
};

const run = async (faults: FakePlatformFaults = {}, changed: Partial<LoadSettings> = {}, stopAfterMs?: number) => {
  const clock = new VirtualClock();
  const target = new FakeLoadTarget(clock, faults);
  const stop = new AbortController();
  const live: LiveFigures[] = [];
  if (stopAfterMs !== undefined) clock.sleep(stopAfterMs).then(() => stop.abort());
  const dependencies = { target, clock, stop: stop.signal, onLive: (figures: LiveFigures) => live.push(figures) };
  const report = await clock.run(runLoad({ ...settings, ...changed }, dependencies));
  return { report, target, live };
};

describe('a load', () => {
  it('places every order at its time, waits for all, and accounts for them', async () => {
    const { report, target } = await run();
    expect(target.submittedAt.map((at) => at - (target.submittedAt[0] ?? 0))).toEqual(
      Array.from({ length: 200 }, (_, n) => n * 100),
    );
    expect(report).toMatchObject({
      perSecond: { planned: 10, accepted: 10, paid: expect.closeTo(9.9, 0) },
      answers: { 201: 200 },
      latencyMs: { post: { samples: 200, p50: expect.closeTo(10, 1) }, createdToPaid: { p99: expect.closeTo(500, 0) } },
      drainSeconds: expect.closeTo(0.51, 1),
      mostOpenAtOnce: 5,
      byStatus: { PAID: 200 },
      partitions: [{ topic: 'orders.created', used: 1, records: 200, skew: 2 }],
      highestLag: [{ group: 'order-saga.orders' }],
      conservation: { holds: true, accepted: 200, paid: 200, stock: { sold: 400, reserved: 0 } },
    });
  });

  it('reads few statuses while orders arrive, and each order about once in all', async () => {
    const { target } = await run({ paidMs: () => 6_000 });
    expect(target.statusReads).toBeLessThan(2 * 200);
  });

  it('counts latency from the planned arrival: a pause of the platform counts for each order that it keeps waiting', async () => {
    let pausesUntil = 0;
    const answerMs = (sentAt: number): number => {
      pausesUntil ||= sentAt + 10_000;
      return Math.max(0, pausesUntil - sentAt) + 10;
    };
    const { report } = await run({ answerMs }, { clients: 1 });
    // One client in a closed loop would have sent one slow request and half of the others.
    expect(report.latencyMs.post.samples).toBe(200);
    expect(report.latencyMs.post.p90).toBeGreaterThan(5_000);
    expect(report.latencyMs.postFromSending.p99).toBeLessThan(100);
    expect(report.latencyMs.sending.p90).toBeGreaterThan(5_000);
  });

  it('shows what it does each second', async () => {
    const { live } = await run({ answerMs: () => 2_000, paidMs: () => 3_000 });
    const figures = live.find(({ seconds }) => seconds >= 15);
    expect(figures).toMatchObject({ askedPerSecond: 10, acceptedPerSecond: 10, p50: 2_000, p99: 2_000 });
    expect(figures?.inFlight).toBeGreaterThanOrEqual(19);
    expect(figures?.waiting).toBeGreaterThanOrEqual(25);
    expect(figures?.waiting).toBeLessThanOrEqual(35);
  });

  it('leaves the warm-up out of the figures, and not out of the account', async () => {
    const { report } = await run({}, { warmupSeconds: 5 });
    expect(report.latencyMs.post.samples).toBe(200);
    expect(report).toMatchObject({ answers: { 201: 250 }, conservation: { accepted: 250, holds: true } });
    expect(report.perSecond.planned).toBe(10);
  });

  it('reports what ran where it is stopped', async () => {
    const { report } = await run({}, {}, 5_000);
    expect(report.run.interrupted).toBe(true);
    expect(report.perSecond.planned).toBeCloseTo(10, 0);
    expect(report.conservation).toMatchObject({ accepted: report.answers['201'], holds: true });
    expect(report.answers['201']).toBeLessThan(60);
  });

  it('repeats what had no definite answer, and accounts for the orders that it placed', async () => {
    const fault = (attempt: number) => {
      if (attempt === 3) return { status: 504, isPlaced: true };
      if (attempt === 4) return { status: undefined, isPlaced: false };
      return attempt === 5 ? { status: 429, isPlaced: false } : undefined;
    };
    const { report } = await run({ fault });
    expect(report.answers).toEqual({ 201: 197, 429: 1, 504: 1, none: 1 });
    expect(report.repeated).toEqual({ requests: 2, accepted: 2, unresolved: 0 });
    expect(report.conservation).toMatchObject({ accepted: 199, paid: 199, holds: true });
  });

  it.each<[string, FakePlatformFaults, object]>([
    ['an order is lost', { isLost: (index) => index === 7 }, { lost: 1 }],
    ['an order never ends', { paidMs: (index) => (index === 7 ? Number.POSITIVE_INFINITY : 500) }, { unfinished: 1 }],
    ['stock is missing', { missingUnits: 1 }, { lost: 0 }],
    ['the views lack an order', { missingInViews: 1 }, { paid: 200 }],
  ])('does not hold where %s', async (_, faults, counts) => {
    const { report } = await run(faults);
    expect(report.conservation).toMatchObject({ holds: false, ...counts });
    expect(report.conservation.faults.length).toBeGreaterThan(0);
  });

  it('reports what it placed where the platform is gone by the end', async () => {
    const clock = new VirtualClock();
    const target = new FakeLoadTarget(clock, { paidMs: () => 600_000 });
    const goneAt = clock.now() + 19_000;
    const gone = () => Object.assign(new Error('no answer from http://127.0.0.1'), { gone: true });
    const reachable = target.status.bind(target);
    target.status = (orderId) => (clock.now() > goneAt ? Promise.reject(gone()) : reachable(orderId));
    const dependencies = { target, clock, stop: new AbortController().signal, onLive: () => {} };
    const { conservation, drainSeconds } = await clock.run(runLoad(settings, dependencies));
    expect(drainSeconds).toBeNull();
    expect(conservation).toMatchObject({ holds: false, accepted: 200 });
    expect(conservation.faults).toContain('could not read all orders: no answer from http://127.0.0.1');
  });

  it('reports although the brokers no longer answer', async () => {
    const clock = new VirtualClock();
    const target = new FakeLoadTarget(clock);
    const ends = await target.partitionEnds();
    let readings = 0;
    target.partitionEnds = () => (readings++ === 0 ? Promise.resolve(ends) : new Promise(() => {}));
    target.lag = () => new Promise(() => {});
    const dependencies = { target, clock, stop: new AbortController().signal, onLive: () => {} };
    const { conservation, partitions, highestLag } = await clock.run(runLoad(settings, dependencies));
    expect({ partitions, highestLag }).toEqual({ partitions: [], highestLag: [] });
    expect(conservation).toMatchObject({ paid: 200, faults: ['could not read the topics: no answer within 60 s'] });
  });
});
