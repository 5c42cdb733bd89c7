import { crashPoints } from './coverage.ts';
import { everyFault } from './every-fault.ts';
import type { FailedSeed } from './messages.ts';
import type { Tally } from './tally.ts';

/** Schedules from which on every crash point has to have been hit, and every fault injected. */
export const enoughForAll = 20_000;

/** States that orders end in, or wait in for somebody's word. */
const ends = ['CANCELLED', 'COMPLETED', 'PAID', 'PAYMENT_FAILED', 'SHIPPED'] as const;
/** From so many on, they have to be there: a few schedules have few orders. */
const enoughForOrders = 200;

/** All that is wrong with a run of schedules; nothing, where it has passed. */
export const complaints = (tally: Tally, failed: readonly FailedSeed[]): readonly string[] => {
  const found: string[] = [];
  if (failed.length > 0) found.push(`${failed.length} of ${tally.schedules} schedules failed`);
  if (tally.schedules === 0) found.push('No schedule was run');
  if (tally.schedules >= enoughForOrders)
    for (const state of ends) if (!tally.orders[state]) found.push(`No order ended ${state}`);
  if (tally.schedules < enoughForAll) return found;
  for (const fault of everyFault) if (!tally.faults[fault]) found.push(`Never injected: ${fault}`);
  const missed = crashPoints(tally).flatMap((one) => one.missed.map((point) => `${one.function} ${point}`));
  return [...found, ...missed.map((point) => `Never crashed: ${point}`)];
};
