import pLimit from 'p-limit';
import { type LoadEvidence, type StockUnits, stockFaults, type ViewTotals } from './conservation.ts';
import type { LoadClock } from './load-clock.ts';
import type { LoadTarget } from './load-target.ts';

const readsAtOnce = 8;
const pauseMs = 1_000;
/** Background consumers follow within seconds; without any progress for so long, the figures are reported as they are. */
const stalledMs = 60_000;

export const readStock = async (
  target: Pick<LoadTarget, 'stock'>,
  skus: readonly string[],
): Promise<ReadonlyMap<string, StockUnits>> =>
  new Map(await pLimit(readsAtOnce).map(skus, async (sku) => [sku, await target.stock(sku)] as const));

/** Reads until `isDone`, or until nothing has changed for a while. */
const readUntil = async <T>(
  clock: LoadClock,
  read: () => Promise<T>,
  isDone: (value: T) => boolean,
  progressOf: (value: T) => string,
): Promise<T> => {
  let progress: string | undefined;
  let progressAt = clock.now();
  for (;;) {
    const value = await read();
    if (isDone(value)) return value;
    if (progressOf(value) !== progress) {
      progress = progressOf(value);
      progressAt = clock.now();
    } else if (clock.now() - progressAt >= stalledMs) return value;
    await clock.until(clock.now() + pauseMs);
  }
};

/** Stock of an order is committed after the order is PAID: waits until the stock matches the orders' statuses, or stalls. */
export const awaitStock = async (
  target: Pick<LoadTarget, 'stock'>,
  clock: LoadClock,
  orders: Pick<LoadEvidence, 'accepted' | 'statuses'>,
  before: ReadonlyMap<string, StockUnits>,
): Promise<ReadonlyMap<string, StockUnits>> => {
  const after = new Map<string, StockUnits>();
  let mismatched: readonly string[] = [...new Set(orders.accepted.flatMap(({ skus }) => skus))];
  const faults = () => stockFaults({ ...orders, stock: { before, after } });
  await readUntil(
    clock,
    async () => {
      for (const [sku, units] of await readStock(target, mismatched)) after.set(sku, units);
      mismatched = [...new Set(faults().map(({ sku }) => sku))];
    },
    () => mismatched.length === 0,
    () => JSON.stringify(faults()),
  );
  return after;
};

/** Waits until the views have counted everything, or stall. */
export const awaitViews = (target: Pick<LoadTarget, 'views'>, clock: LoadClock): Promise<ViewTotals> =>
  readUntil(
    clock,
    () => target.views(),
    ({ lag }) => lag === 0,
    (totals) => JSON.stringify(totals),
  );
