import type { Received, Settlement } from './batch.ts';
import type { Emission } from './emit-sound.ts';
import { EventsRefused } from './events-refused.ts';
import { settleSound } from './settle-sound.ts';

/**
 * Settles records and emits in one send what they lead to. Where Kafka will never take one of the events, the records are settled again in the
 * knowledge of it, so that the record that causes it is rejected, and the others are emitted.
 * @returns what was settled, and what kept it from being emitted, if anything did.
 */
export const settleAndEmit = async <E>(
  received: readonly Received<E>[],
  settle: (received: readonly Received<E>[]) => Promise<Settlement<E>>,
  { events, deadline }: Emission,
): Promise<{ readonly settlement: Settlement<E>; readonly thrown?: unknown }> => {
  const settlement = await settleSound(received, settle, events);
  try {
    if (settlement.emit.length > 0) await events.emit(settlement.emit, deadline);
    return { settlement };
  } catch (thrown) {
    if (!(thrown instanceof EventsRefused)) return { settlement, thrown };
    return settleAndEmit(received, settle, { events: thrown.knownTo(events), deadline });
  }
};
