import { type Deadlines, sagaDeadline, secondsAfter } from './deadlines-domain.ts';
import { orderCreated } from './domain.ts';
import { triggerOf } from './request-domain.ts';
import { isWaiting, targetOf } from './saga-domain.ts';
import { eventOf, type OrderEvent, requestEvent } from './saga-events-domain.ts';
import { requestKinds, type SagaRecord, stateOf } from './saga-record-domain.ts';

const present = <T>(values: readonly (T | undefined)[]): readonly T[] => values.filter((value) => value !== undefined);

/**
 * The events that led to the order's state, and its pending requests: re-emitted with the same ids and bytes, they let
 * its consumers continue. The cancel of a paid order is one of them: its refund may have failed.
 */
export const pendingEvents = (record: SagaRecord): readonly OrderEvent[] => {
  const { placed } = record;
  const state = stateOf(record);
  const pending = requestKinds.filter((kind) => targetOf(state, triggerOf(kind)) !== undefined);
  const stateEvent = (): OrderEvent | undefined => {
    if (state === 'CREATED') return placed && orderCreated(placed);
    const hasEvent = state === 'PROCESSING' || state === 'SHIPPED' || state === 'CANCELLED';
    return hasEvent ? eventOf(state, record) : undefined;
  };
  return present([stateEvent(), ...pending.map((kind) => placed && requestEvent(kind, record, placed))]);
};

/** When the order entered its state; undefined if ORDER_CREATED was not consumed. */
export const inStateSince = ({ created, history }: SagaRecord): string | undefined =>
  created && history[created.status]?.at;

/**
 * The sweep's action for an order that the index names. `wait`: its step began only lately. `emit-cancelled`: the invocation that
 * cancelled it may have crashed before emitting. `clear`: it waits no more.
 */
export type SweepAction =
  | { readonly kind: 'leave' | 'cancel' | 'repair' | 'emit-cancelled' | 'clear' }
  | { readonly kind: 'wait'; readonly until: string };

export const sweepActionOf = (record: SagaRecord, now: string, deadlines: Deadlines): SweepAction => {
  const { due, created } = record;
  if (due === undefined || due.at > now) return { kind: 'leave' };
  if (created === undefined) return { kind: 'repair' };
  if (created.status === 'CANCELLED') return { kind: 'emit-cancelled' };
  if (!isWaiting(created.status)) return { kind: 'clear' };
  if (sagaDeadline(created.created_at, deadlines) <= now) return { kind: 'cancel' };
  const until = secondsAfter(inStateSince(record) ?? created.created_at, deadlines.stepSeconds);
  return until > now ? { kind: 'wait', until } : { kind: 'repair' };
};
