import type { World } from '../world/world.ts';

/** Longer than any invocation of the service. */
const invocationMs = 120_000;
/** For so long an invocation that works on a notification is assumed to live. */
const claimMs = 30_000;
/** A network as slow as this makes a claim, or a run's turn, end before its work does. */
const slowMs = 3_000;

/**
 * Why a message may have been delivered more often than it counts (ADR 0017): undefined where nothing excuses it. Redelivery,
 * rebalances and duplicates excuse nothing.
 * - Something went wrong for one of those who sent it, around that very moment: it died, stood still, or a request or an answer
 *   of its own was lost.
 * - Clocks are so far apart that a claim is over for one process while another has just made it.
 * - The network is so slow that a claim is over before its work is.
 */
export const excuseOf = ({ faults, delivered, plan }: World, notificationId: string): string | undefined => {
  const { skewMs, networkMs } = plan.modes;
  if (2 * skewMs >= claimMs) return 'clocks differ by more than a claim';
  if (networkMs >= slowMs) return 'the network is slow';
  const troubled = delivered.find(
    (one) =>
      one.notificationId === notificationId &&
      faults.troubles.get(one.by)?.some((at) => Math.abs(at - one.at) <= invocationMs),
  );
  return troubled && `something went wrong for ${troubled.by}`;
};
