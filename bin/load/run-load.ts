import { isPaid } from '../demo/invariants.ts';
import { awaitFinal } from './await-final.ts';
import { checkConservation } from './conservation.ts';
import { awaitStock, awaitViews, readStock } from './final-figures.ts';
import { HighestLags } from './highest-lag.ts';
import type { LiveFigures } from './live-line.ts';
import { type LoadClock, repeatedly, within } from './load-clock.ts';
import type { LoadReport } from './load-report.ts';
import type { LoadSettings } from './load-settings.ts';
import type { LoadTarget } from './load-target.ts';
import { mostOpenAtOnce } from './most-open.ts';
import { type AcceptedOrder, OrderTracker } from './order-tracker.ts';
import { hottestSkus, partitionUse } from './partition-use.ts';
import { Placement } from './placement.ts';
import { summarise } from './summarise.ts';
import { estimateWaiting } from './waiting-estimate.ts';

interface LoadDependencies {
  readonly target: LoadTarget;
  readonly clock: LoadClock;
  /** Stops the arrivals; what was placed is still waited for and reported. */
  readonly stop: AbortSignal;
  readonly onLive: (figures: LiveFigures) => void;
}

const liveEveryMs = 1_000;
const estimateEveryMs = 2_000;
const lagEveryMs = 5_000;
const skusShown = 5;
const brokerDeadlineMs = 60_000;

/** When the signal aborts, by the clock. */
const abortTime = (clock: LoadClock, signal: AbortSignal): (() => number | undefined) => {
  let at: number | undefined;
  signal.addEventListener('abort', () => (at = clock.now()), { once: true });
  return () => at;
};

const description = (
  { id, seed, arrivals, rate, seconds, warmupSeconds, clients, mix }: LoadSettings,
  startAt: number,
  interrupted: boolean,
): LoadReport['run'] => ({
  id,
  seed,
  arrivals,
  rate,
  seconds,
  warmupSeconds,
  lines: mix.lines,
  hotSku: mix.hotSku ?? null,
  skus: mix.skus.length,
  clients,
  startedAt: new Date(startAt).toISOString(),
  interrupted,
});

/** @throws {NoAnswer} nothing listens there any more. Any other fault is for a later read. */
const finalityIn =
  (tracker: OrderTracker, target: Pick<LoadTarget, 'status'>) =>
  async (order: AcceptedOrder): Promise<boolean> => {
    try {
      return tracker.observe(order, await target.status(order.orderId));
    } catch (error) {
      if ((error as { readonly gone?: boolean }).gone) throw error;
      return false;
    }
  };

/** Places the orders of one run, waits for their end, and checks that none is lost. */
export const runLoad = async (
  settings: LoadSettings,
  { target, clock, stop, onLive }: LoadDependencies,
): Promise<LoadReport> => {
  const { mix, rate, seconds, stalledMs, warmupSeconds } = settings;
  const tracker = new OrderTracker();
  const placement = new Placement(settings, { target, clock, tracker });
  const isFinal = finalityIn(tracker, target);
  const lags = new HighestLags();
  const unread: string[] = [];
  /** What was placed is reported, also where the platform is gone by then. */
  const read = async <T>(what: string, reading: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await reading();
    } catch (error) {
      unread.push(`could not read ${what}: ${(error as Error).message}`);
      return undefined;
    }
  };

  const [stockBefore, viewsBefore, endsBefore] = await Promise.all([
    readStock(target, mix.skus),
    target.views(),
    target.partitionEnds(),
  ]);
  const startAt = clock.now();
  const plannedEnd = startAt + (warmupSeconds + seconds) * 1_000;
  const stoppedAt = abortTime(clock, stop);
  let estimate: number | undefined;
  const placing = new AbortController();
  const draining = new AbortController();
  const running = new AbortController();
  const estimates = repeatedly(clock, estimateEveryMs, placing.signal, async () => {
    estimate = await estimateWaiting(tracker.open, isFinal).catch(() => estimate);
  });
  // The report does not wait for these two: a reading of brokers that the load is too much for may take minutes.
  void repeatedly(clock, lagEveryMs, draining.signal, async () => {
    lags.observe(await target.lag().catch(() => []), (clock.now() - startAt) / 1_000);
  });
  void repeatedly(clock, liveEveryMs, running.signal, () => {
    const now = clock.now();
    onLive({
      seconds: (now - startAt) / 1_000,
      askedPerSecond: rate,
      inFlight: placement.inFlight,
      answers: placement.log.byStatus,
      waiting: estimate ?? tracker.openCount,
      ...placement.log.recent.figures(now, startAt),
    });
  });
  try {
    await placement.run(startAt, stop);
    const repeated = await placement.repeatUnknown();
    placing.abort();
    await estimates;
    // From here on, each order is read: the count is exact.
    estimate = undefined;
    const { open } = tracker;
    await read('all orders', () => awaitFinal(open, isFinal, { clock, stalledMs }));
    draining.abort();
    const { accepted, statuses, repeatedIds } = tracker;
    const stockAfter = await read('the stock', () => awaitStock(target, clock, { accepted, statuses }, stockBefore));
    const viewsAfter = await read('the views', () => awaitViews(target, clock));
    const endsAfter = await read('the topics', () => within(clock, brokerDeadlineMs, target.partitionEnds()));
    const interruptedAt = (stoppedAt() ?? plannedEnd) < plannedEnd ? stoppedAt() : undefined;
    return {
      run: description(settings, startAt, interruptedAt !== undefined),
      ...summarise(placement.log, tracker, isPaid, {
        from: startAt + warmupSeconds * 1_000,
        to: interruptedAt ?? plannedEnd,
        plannedArrivals: placement.measuredArrivals,
        lastDueAt: placement.lastDueAt,
      }),
      mostOpenAtOnce: mostOpenAtOnce(tracker.final.values()),
      repeated,
      partitions: endsAfter === undefined ? [] : partitionUse(endsBefore, endsAfter),
      hottestSkus: hottestSkus(accepted, skusShown),
      highestLag: lags.list(),
      conservation: checkConservation({
        accepted,
        repeatedIds,
        statuses,
        unresolved: repeated.unresolved,
        unread,
        stock: { before: stockBefore, ...(stockAfter && { after: stockAfter }) },
        views: { before: viewsBefore, ...(viewsAfter && { after: viewsAfter }) },
      }),
    };
  } finally {
    placing.abort();
    draining.abort();
    running.abort();
    await estimates;
  }
};
