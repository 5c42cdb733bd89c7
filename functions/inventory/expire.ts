import type { Clock } from '../shared/kernel/clock.ts';
import type { Deadline, EventSink } from '../shared/runtime/idioms/batch.ts';
import { lineCommand } from './line-command.ts';
import type { ExpiredHold, Holds } from './ports.ts';

export interface ExpirePorts {
  readonly holds: Holds;
  readonly clock: Clock;
}

/** Most holds of one run: what expires all at once is given back over several. */
const limit = 200;
/** Below that, the run leaves the rest to the next one. */
const enoughMs = 15_000;

const releases = ({ order_id, lines, trace_id, correlation_id, expired_at }: ExpiredHold) => {
  const cause = { order_id, timestamp: expired_at, trace_id, correlation_id, source: 'inventory/expire' };
  return lines.map((line) => lineCommand('RELEASE', { ...cause, reason: 'EXPIRED' }, line));
};

/**
 * Gives back what orders hold for too long. That the time is over is noted first, then the releases are said, and only then
 * is the hold no longer due: a run that dies in between is done again by the next one, to the same byte.
 */
export const expireHolds =
  ({ holds, clock }: ExpirePorts) =>
  async ({ events, deadline }: { readonly events: EventSink; readonly deadline: Deadline }) => {
    let HoldsExpired = 0;
    for (const orderId of await holds.overdue(clock.now(), limit)) {
      if (deadline.remainingMs() < enoughMs) break;
      const hold = await holds.expire(orderId, clock.now());
      if (hold === undefined) continue;
      await events.emit(releases(hold), deadline);
      await holds.close(orderId, clock.now());
      HoldsExpired += 1;
    }
    return { HoldsExpired };
  };
