import type { EventSink, Received, Settlement } from './batch.ts';
import type { DomainEvent } from './domain-event.ts';
import { mergeSettlements } from './settlement.ts';

/** Why some of these events can never be emitted; undefined where all can. */
export const faultIn = (emit: readonly DomainEvent[], events: Pick<EventSink, 'faultOf'>): string | undefined => {
  for (const event of emit) {
    const fault = events.faultOf(event);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

/**
 * Settles records, so that all they emit can be emitted. An event that never can be is a permanent fault of the record that causes it:
 * the records are settled again by halves, which by the law of the idioms changes nothing and emits the same, until that record
 * stands alone. It is rejected and emits nothing: its state is written, and its replay emits all of it.
 */
export const settleSound = async <E>(
  received: readonly Received<E>[],
  settle: (received: readonly Received<E>[]) => Promise<Settlement<E>>,
  events: Pick<EventSink, 'faultOf'>,
): Promise<Settlement<E>> => {
  const settlement = await settle(received);
  const cause = faultIn(settlement.emit, events);
  if (cause === undefined) return settlement;
  const [only, ...others] = received;
  if (only === undefined || others.length === 0) {
    const isOver = only === undefined || settlement.failed.length + settlement.rejected.length > 0;
    return { ...settlement, emit: [], ...(!isOver && { rejected: [{ received: only, cause }] }) };
  }
  const middle = Math.ceil(received.length / 2);
  const [head, tail] = [received.slice(0, middle), received.slice(middle)];
  const first = await settleSound(head, settle, events);
  const error = first.failed[0]?.error;
  // Behind a transient fault nothing is tried: keys keep their order.
  const failed = (one: Received<E>) => ({ received: one, error: error as NonNullable<typeof error> });
  if (error !== undefined) return mergeSettlements([first, { emit: [], failed: tail.map(failed), rejected: [] }]);
  return mergeSettlements([first, await settleSound(tail, settle, events)]);
};
