import { RunningWork } from '../../lambda/running-work.ts';
import type { LatencyClass } from '../config/event-source-mapping-config.ts';
import type { Clock } from '../delivery/clock.ts';
import type { Precedence } from '../delivery/dispatcher.ts';
import { InvocationSlots } from '../delivery/invocation-slots.ts';
import { SharedReadings } from '../kafka/shared-reading.ts';

/** What the mappings of a platform share. */
export interface SharedByMappings {
  readonly readings: SharedReadings;
  /** Invocations that orders wait for. */
  readonly criticalWork: RunningWork;
  /** What new batches of a mapping let pass. */
  readonly precedence: Readonly<Record<LatencyClass, Precedence>>;
  /** Of each latency class, so that critical invocations wait for no background one. */
  readonly slots: Readonly<Record<LatencyClass, InvocationSlots>>;
}

/** An invocation that has run for this long no longer holds up other mappings. */
const slowAfterMs = 500;
/** Between two steps of an order, nothing runs for this long at the most on a machine that is not busy. */
const quietMs = 200;

/**
 * Clients come first: their requests make the next records. A critical batch waits for them, for one second at the most, which
 * it takes only while requests come in faster than they are answered. A background batch waits for both, up to ten seconds.
 *
 * @param processors of the machine: as many critical invocations run at once, and half as many background ones.
 * @param clientWork requests that clients wait for.
 */
export function sharedByMappings(clock: Clock, processors: number, clientWork: RunningWork): SharedByMappings {
  const criticalWork = new RunningWork(() => clock.now(), quietMs);
  const clientsWait = (): boolean => clientWork.busy;
  return {
    readings: new SharedReadings(),
    criticalWork,
    precedence: {
      critical: { busy: clientsWait, boundMs: 1_000, checkMs: 10 },
      background: { busy: () => clientsWait() || criticalWork.busy, boundMs: 10_000, checkMs: 200 },
    },
    slots: {
      critical: new InvocationSlots(processors, slowAfterMs, clock),
      background: new InvocationSlots(Math.max(1, Math.floor(processors / 2)), slowAfterMs, clock),
    },
  };
}
