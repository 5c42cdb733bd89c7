import { crashPointText } from '../plan/crash-point.ts';
import { crashCoverage } from './coverage.ts';
import { everyFault } from './every-fault.ts';
import type { Found } from './run-schedules.ts';

/** Schedules from which on nothing may be left out: every fault, every crash point. */
const enoughForAll = 20_000;
/** From so many on, orders have to end in every way: a few schedules have few orders. */
const enoughForOrders = 500;

/** States that orders end in, or wait in for somebody's word. */
const ends = ['CANCELLED', 'COMPLETED', 'PAID', 'PAYMENT_FAILED', 'SHIPPED'] as const;

/** All that is wrong with what was found; nothing, where the run has passed. */
export const complaints = ({ tally, failed }: Pick<Found, 'tally' | 'failed'>): readonly string[] => {
  const found: string[] = [];
  if (failed.length > 0) found.push(`${failed.length} of ${tally.schedules} schedules failed`);
  if (tally.schedules === 0) found.push('No schedule was run');
  if (tally.schedules >= enoughForOrders)
    for (const state of ends) if (!tally.orders[state]) found.push(`No order ended ${state}`);
  if (tally.schedules < enoughForAll) return found;
  for (const fault of everyFault) if (!tally.faults[fault]) found.push(`Never injected: ${fault}`);
  const missed = crashCoverage(tally).flatMap((one) => one.missed);
  return [...found, ...missed.map((point) => `Never crashed: ${crashPointText(point)}`)];
};
