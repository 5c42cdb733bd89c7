import { crashCoverage } from './coverage.ts';
import { everyFault } from './every-fault.ts';
import type { Found } from './run-schedules.ts';

/** Something that a run of schedules has to show. */
export interface Requirement {
  readonly name: string;
  readonly met: boolean;
}

/** Schedules from which on nothing may be left out: every fault, every crash point. */
const enoughForAll = 20_000;
/** From so many on, orders have to end in every way: a few schedules have few orders. */
const enoughForOrders = 500;

/** States that orders end in, or wait in for a request. */
const ends = ['CANCELLED', 'COMPLETED', 'PAID', 'PAYMENT_FAILED', 'SHIPPED'] as const;
/** Faults that any few hundred schedules have. */
const usualFaults: ReadonlySet<string> = new Set([
  'crash before a request',
  'crash after a request',
  'zombie',
  'clock skew',
  'reads that are behind',
  'late schedules',
  'poison record',
  'record replayed days later',
]);

/** Of so many schedules as there were. */
export const requirements = ({ tally, failed }: Pick<Found, 'tally' | 'failed'>): readonly Requirement[] => {
  const { schedules } = tally;
  const faults = everyFault.filter((fault) => schedules >= enoughForAll || usualFaults.has(fault));
  return [
    { name: `${schedules} schedules without a failure`, met: failed.length === 0 && schedules > 0 },
    ...(schedules < enoughForOrders
      ? []
      : [
          ...ends.map((state) => ({ name: `orders end ${state}`, met: (tally.orders[state] ?? 0) > 0 })),
          ...faults.map((fault) => ({ name: `injected: ${fault}`, met: (tally.faults[fault] ?? 0) > 0 })),
        ]),
    ...(schedules < enoughForAll
      ? []
      : crashCoverage(tally).map((one) => ({
          name: `crashed at every await of ${one.function}`,
          met: one.missed.length === 0,
        }))),
  ];
};
