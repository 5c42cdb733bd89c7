import { always, hasOwnItem, type StockRecord } from '../model/ports.ts';
import type { Outcome } from '../model/stock-domain.ts';

/** Clocks of one platform differ by less. */
const clockDifferenceMs = 300_000;

/** @returns the later of two times; undefined is before any. */
export const later = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;

export const latest = (times: readonly string[]): string | undefined =>
  times.reduce<string | undefined>(later, undefined);

/** The latest time of what precedes another machine's `time`. */
export const afterClocks = (time: string): string => new Date(Date.parse(time) + clockDifferenceMs).toISOString();

/**
 * The time that no order exceeds which has one of these outcomes, where its own time is not known: an outcome follows its
 * order, but another machine's clock dated that.
 */
export const ordersUntil = (outcomes: readonly Outcome[]): string | undefined => {
  const last = latest(outcomes.map(({ at }) => at));
  return last && afterClocks(last);
};

const isAdjustment = ({ state }: Outcome): boolean => state === 'ADJUSTED' || state === 'REFUSED';

/** Until when orders may have outcomes in items of their own, after these outcomes leave the log. */
export const itemsUntilAfter = ({ itemsUntil, log }: StockRecord, lost: readonly Outcome[]): string | undefined => {
  // Once this release decides on a stock of an earlier one, the outcomes that the earlier one kept are older than this one's.
  const known = itemsUntil === always ? ordersUntil(log) : itemsUntil;
  return later(known, ordersUntil(lost.filter((outcome) => hasOwnItem(outcome) && !isAdjustment(outcome))));
};
