import type { Clock } from '../../shared/kernel/clock.ts';
import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { Comparisons, Payments, Period } from '../model/ports.ts';
import type { DisputeReports } from '../model/webhook-ports.ts';
import { applyEvent } from '../webhook/webhook.ts';
import { nextPeriod, startOfPeriod } from './periods.ts';

interface DisputePorts {
  readonly payments: Payments;
  readonly disputes: DisputeReports;
  /** Progress in the gateway's reports. */
  readonly comparisons: Comparisons;
  readonly clock: Clock;
}

/** Time reserved for one event and for storing the progress. */
const reserveMs = 10_000;

class Unfinished extends Error {}

const takePeriod = async (ports: DisputePorts, period: Period, deadline: Deadline) => {
  // A dispute of another charge in the account is no fault: the webhook logs those that it receives.
  const apply = applyEvent({ ...ports, ownerOf: ports.disputes.ownerOf, observer: { unmatched: () => undefined } });
  const counts = { DisputeEventsLookedUp: 0, DisputeEventsTaken: 0 };
  for await (const events of ports.disputes.reported(period)) {
    for (const event of events) {
      if (deadline.remainingMs() < reserveMs) throw new Unfinished();
      counts.DisputeEventsLookedUp += 1;
      if ((await apply(event)) === 'TAKEN') counts.DisputeEventsTaken += 1;
    }
  }
  return counts;
};

/**
 * Looks up the gateway's reports of disputes in periods of ten minutes, each once and an hour after its end: the
 * webhook has stored its events by then, and a known fact changes nothing. An unfinished period is looked up again.
 */
export const lookUpDisputes =
  (ports: DisputePorts) =>
  async ({ deadline }: { readonly deadline: Deadline }): Promise<Readonly<Record<string, number>>> => {
    const { comparisons, clock } = ports;
    const now = clock.now();
    const from = await comparisons.comparedUntil();
    if (from === undefined) {
      await comparisons.advance(undefined, startOfPeriod(now));
      return {};
    }
    const period = nextPeriod(from, now);
    if (period === undefined) return {};
    try {
      const counts = await takePeriod(ports, period, deadline);
      await comparisons.advance(period.from, period.until);
      return counts;
    } catch (thrown) {
      if (thrown instanceof Unfinished) return { DisputesUnfinished: 1 };
      if (!(thrown instanceof TransientError)) throw thrown;
      return { DisputesUnavailable: 1 };
    }
  };
