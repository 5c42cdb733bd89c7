import type { Clock } from '../../shared/kernel/clock.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { Comparisons, Payments, Period } from '../model/ports.ts';
import type { DisputeReports } from '../model/webhook-ports.ts';
import { takeEvent } from '../webhook/webhook.ts';
import { nextPeriod, startOfPeriod } from './periods.ts';

interface DisputePorts {
  readonly payments: Payments;
  readonly disputes: DisputeReports;
  /** How far the gateway's reports have been read. */
  readonly comparisons: Comparisons;
  readonly clock: Clock;
}

/** What one event may take, and the note of how far it went. */
const reserveMs = 10_000;

class Unfinished extends Error {}

const takePeriod = async (ports: DisputePorts, period: Period, deadline: Deadline) => {
  // A dispute of others in the same account is no fault: the webhook logs those that it receives.
  const take = takeEvent({ ...ports, ownerOf: ports.disputes.ownerOf, observer: { unmatched: () => undefined } });
  const counts = { DisputeEventsLookedUp: 0, DisputeEventsTaken: 0 };
  for await (const events of ports.disputes.reported(period)) {
    for (const event of events) {
      if (deadline.remainingMs() < reserveMs) throw new Unfinished();
      counts.DisputeEventsLookedUp += 1;
      if ((await take(event)) === 'TAKEN') counts.DisputeEventsTaken += 1;
    }
  }
  return counts;
};

/**
 * Looks up what the gateway reported of disputes, ten minutes at a time, each once and an hour after their end: the webhook has
 * stored what it received by then, and what is known changes nothing. What was not finished is looked up again.
 */
export const lookUpDisputes =
  (ports: DisputePorts) =>
  async ({ deadline }: { readonly deadline: Deadline }): Promise<Readonly<Record<string, number>>> => {
    const { comparisons, clock } = ports;
    const now = clock.now();
    const from = await comparisons.comparedUntil();
    if (from === undefined) {
      await comparisons.goOn(undefined, startOfPeriod(now));
      return {};
    }
    const period = nextPeriod(from, now);
    if (period === undefined) return {};
    try {
      const counts = await takePeriod(ports, period, deadline);
      await comparisons.goOn(period.from, period.until);
      return counts;
    } catch (thrown) {
      if (thrown instanceof Unfinished) return { DisputesUnfinished: 1 };
      if (!(thrown instanceof TransientError)) throw thrown;
      return { DisputesUnavailable: 1 };
    }
  };
