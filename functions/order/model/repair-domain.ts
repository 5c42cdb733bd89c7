import { type Deadlines, givenUpAt, secondsAfter } from './deadlines-domain.ts';
import { type OrderDocument, orderCreated } from './domain.ts';
import { isWaiting, targetOf } from './saga-domain.ts';
import { eventOf, type OrderEvent, requestEvent } from './saga-events-domain.ts';
import { requestKinds, type SagaRecord, stateOf, triggerOf } from './saga-record-domain.ts';

const present = <T>(values: readonly (T | undefined)[]): readonly T[] => values.filter((value) => value !== undefined);

/**
 * The events that brought an order to where it stands, and what it was asked there: emitted again, they let everybody who
 * waits go on. The same ids and bytes as the first time. The cancel of a paid order is one of them: its refund may have failed.
 */
export const pendingEvents = (
  record: SagaRecord | undefined,
  document: OrderDocument | undefined,
): readonly OrderEvent[] => {
  const state = stateOf(record);
  const pending = requestKinds.filter((kind) => targetOf(state, triggerOf(kind)) !== undefined);
  const standing = (): OrderEvent | undefined => {
    if (state === 'CREATED') return document && orderCreated(document);
    const isEmittedAgain = state === 'PROCESSING' || state === 'SHIPPED' || state === 'CANCELLED';
    return record && isEmittedAgain ? eventOf(state, record, document) : undefined;
  };
  return present([standing(), ...pending.map((kind) => record && document && requestEvent(kind, record, document))]);
};

/** Since when the order stands where it does; undefined where ORDER_CREATED was not seen. */
export const inStateSince = ({ created, history }: SagaRecord): string | undefined =>
  created && history[created.status]?.at;

/** Causes the step of an order that has waited too long: there is no event to name. */
export const timeoutCause = 'timeout';

/**
 * What the sweep is to do about an order that the index names: `wait` until a time, since its step has begun only lately;
 * `say-given-up` or `say-cancelled` again, since whoever gave it up, or cancelled it for a request that he found in its record,
 * may have died before he spoke; `forget` one that waits no more.
 */
export type Verdict =
  | { readonly kind: 'leave' | 'give-up' | 'repair' | 'say-given-up' | 'say-cancelled' | 'forget' }
  | { readonly kind: 'wait'; readonly until: string };

export const verdictOn = (record: SagaRecord, now: string, deadlines: Deadlines): Verdict => {
  const { due, created, history, requests } = record;
  if (due === undefined || due.at > now) return { kind: 'leave' };
  if (created === undefined) return { kind: 'repair' };
  if (!isWaiting(created.status)) {
    if (history.CANCELLED?.cause === timeoutCause) return { kind: 'say-given-up' };
    return { kind: history.CANCELLED && requests.CANCEL ? 'say-cancelled' : 'forget' };
  }
  if (givenUpAt(created.created_at, deadlines) <= now) return { kind: 'give-up' };
  const until = secondsAfter(inStateSince(record) ?? created.created_at, deadlines.stepSeconds);
  return until > now ? { kind: 'wait', until } : { kind: 'repair' };
};
