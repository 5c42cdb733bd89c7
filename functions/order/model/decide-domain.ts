import type {
  OrderCancelRequested,
  OrderCompleteRequested,
  OrderCreated,
  OrderPaid,
  OrderPayment,
  OrderShipRequested,
  OrderState,
  PaymentFailed,
  PaymentRefunded,
  Shipment,
  StockRejected,
  StockReserved,
} from '../../../schemas/generated/types.ts';
import { confirmed, withCreated } from './placed-domain.ts';
import { isWaiting, reactionTo, type Trigger, targetOf } from './saga-domain.ts';
import { emittedStates, eventOf, type OrderEvent } from './saga-events-domain.ts';
import { emptyRecord, type SagaRecord, stateOf } from './saga-record-domain.ts';

/** Facts of an order's lines: the saga joins them. */
type JoinEvent = OrderCreated | StockReserved | StockRejected;

/** Events that each trigger the state machine by themselves. */
type MoveEvent =
  | OrderPaid
  | PaymentFailed
  | PaymentRefunded
  | OrderCancelRequested
  | OrderShipRequested
  | OrderCompleteRequested;

/** Accepted events of the saga. */
export type SagaEvent = JoinEvent | MoveEvent;

interface Moment {
  readonly now: string;
  /** When the sweep is to check an order that begins to wait now. */
  readonly dueAt: string;
}

interface Rejection {
  readonly event: SagaEvent;
  readonly cause: string;
}

interface Decision {
  /** The order after the events; the same object if they change nothing, undefined if they leave it unknown. */
  readonly record: SagaRecord | undefined;
  /** The events that these events caused, now or at an earlier delivery: always the same. */
  readonly emit: readonly OrderEvent[];
  /** Events that can never happen to the order. */
  readonly rejected: readonly Rejection[];
  /** One of the emitted events needs the order's lines, which are not stored yet. */
  readonly incomplete: boolean;
}

/**
 * What events of one order, in their sequence, make of it. First the facts of its lines, then the events that each move it by
 * themselves.
 */
export const decide = (before: SagaRecord | undefined, events: readonly SagaEvent[], moment: Moment): Decision => {
  const rejected: Rejection[] = [];
  const reject = (event: SagaEvent) => rejected.push({ event, cause: impossible(event, record) });
  const [facts, moves] = [events.filter(isJoin), events.filter((event) => !isJoin(event))];
  let record = facts.length === 0 ? before : join(before ?? emptyRecord(facts[0]?.order_id ?? ''), facts, moment);
  if (record?.created !== undefined && reactionTo(record.created.status, 'LINE_REJECTED') === 'reject')
    for (const event of facts.filter(({ type }) => type === 'STOCK_REJECTED')) reject(event);
  for (const event of moves) {
    const reaction = reactionOf(record, event);
    if (reaction === 'reject') reject(event);
    else if (reaction !== 'ignore' && record !== undefined) {
      record =
        reaction === 'record' ? noted(record, event) : step(record, { to: reaction.to, ...factsOf(event) }, moment);
    }
  }
  const causes = new Set(events.map(({ event_id }) => event_id));
  const emit = emittedStates
    .filter((state) => causes.has(record?.history[state]?.cause ?? ''))
    .map((state) => record && eventOf(state, record));
  return {
    record: record === before ? record : record && confirmed(record),
    emit: emit.filter((event) => event !== undefined),
    rejected,
    incomplete: emit.includes(undefined),
  };
};

const impossible = ({ type }: SagaEvent, record: SagaRecord | undefined): string =>
  `${type} cannot happen to an order that is ${record?.created?.status ?? 'not known'}`;

const joined: ReadonlySet<SagaEvent['type']> = new Set(['ORDER_CREATED', 'STOCK_RESERVED', 'STOCK_REJECTED']);
const isJoin = (event: SagaEvent): event is JoinEvent => joined.has(event.type);

/**
 * Adds the facts, and makes the step that the join of all its lines implies. The step's cause is the last event with a fact that
 * was missing: an invocation that received it before, and could acknowledge it, would have stored it (ADR 0042).
 */
const join = (before: SagaRecord, events: readonly JoinEvent[], moment: Moment): SagaRecord => {
  const news = events.filter((event) => isNew(before, event));
  const record = news.length === 0 ? before : withFacts(before, news, moment);
  const isCreatedNow = before.created === undefined && record.created !== undefined;
  const cause = (news.at(-1) ?? events.at(-1))?.event_id ?? '';
  for (const { trigger, ...details } of impliedBy(record, isCreatedNow)) {
    const to = record.created && targetOf(record.created.status, trigger);
    if (to !== undefined) return step(record, { to, cause, ...details }, moment);
  }
  return record;
};

const isNew = ({ created, reserved, rejected }: SagaRecord, event: JoinEvent): boolean => {
  switch (event.type) {
    case 'ORDER_CREATED':
      return created === undefined;
    case 'STOCK_RESERVED':
      return !reserved.has(event.sku);
    case 'STOCK_REJECTED':
      return !rejected.has(event.sku);
  }
};

const withFacts = (record: SagaRecord, events: readonly JoinEvent[], { dueAt }: Moment): SagaRecord => {
  const skusOf = (type: 'STOCK_RESERVED' | 'STOCK_REJECTED') =>
    events.flatMap((event) => (event.type === type ? [event.sku] : []));
  const created = events.find((event) => event.type === 'ORDER_CREATED');
  return {
    ...(created ? withCreated(record, created) : record),
    reserved: new Set([...record.reserved, ...skusOf('STOCK_RESERVED')]),
    rejected: new Set([...record.rejected, ...skusOf('STOCK_REJECTED')]),
    ...(isWaiting(stateOf(record)) && { due: record.due ?? { at: dueAt, attempts: 0 } }),
  };
};

interface Implied {
  readonly trigger: Trigger;
  readonly reason?: string;
  readonly actor?: string;
}

/**
 * The triggers that the facts imply, the gravest first. A cancel that was consumed before ORDER_CREATED had no effect: it is
 * applied from the stored request.
 */
const impliedBy = (
  { created, reserved, rejected, requests }: SagaRecord,
  isCreatedNow: boolean,
): readonly Implied[] => [
  ...(rejected.size > 0 ? [{ trigger: 'LINE_REJECTED', reason: outOfStock(rejected) } as const] : []),
  ...(isCreatedNow && requests.CANCEL
    ? [{ trigger: 'ORDER_CANCEL_REQUESTED', actor: requests.CANCEL.actor, ...cancelReason(requests.CANCEL) } as const]
    : []),
  ...(created && reserved.size >= created.expected ? [{ trigger: 'LINES_RESERVED' } as const] : []),
];

const reasonLength = 1024;

/** Lists as many SKUs as fit the field. */
const outOfStock = (skus: ReadonlySet<string>): string => {
  const reason = `OUT_OF_STOCK: ${[...skus].sort().join(', ')}`;
  return reason.length <= reasonLength ? reason : `${reason.slice(0, reasonLength - 1)}…`;
};

/** An empty reason counts as none: the event's schema forbids it. */
const cancelReason = ({ reason }: { readonly reason?: string }) => ({ reason: reason || 'CANCEL_REQUESTED' });

/** A cancel of an unknown order whose request is stored waits for ORDER_CREATED. */
const reactionOf = (record: SagaRecord | undefined, { type }: MoveEvent) => {
  if (record?.created !== undefined) return reactionTo(record.created.status, type);
  return type === 'ORDER_CANCEL_REQUESTED' && record?.requests.CANCEL !== undefined ? 'ignore' : 'reject';
};

interface Step {
  readonly to: OrderState;
  readonly cause: string;
  readonly actor?: string;
  readonly payment?: OrderPayment;
  readonly reason?: string;
  readonly shipment?: Shipment;
}

/** An order that waits is due; one that was repaired before has backed off far, and its new step gets a time of its own. */
const step = (before: SagaRecord, { to, cause, actor, ...facts }: Step, { now, dueAt }: Moment): SagaRecord => {
  const { due, created, ...record } = before;
  return {
    ...record,
    ...facts,
    ...(created && { created: { ...created, status: to } }),
    history: { ...record.history, [to]: { at: now, cause, ...(actor !== undefined && { actor }) } },
    ...(isWaiting(to) && { due: due === undefined || due.attempts > 0 ? { at: dueAt, attempts: 0 } : due }),
  };
};

const paymentFrom = ({ payment_id, state, processed_at, ...event }: OrderPaid | PaymentFailed): OrderPayment => ({
  payment_id,
  state,
  processed_at,
  ...(event.type === 'PAYMENT_FAILED' && { reason: event.reason }),
});

const factsOf = (event: MoveEvent): Omit<Step, 'to'> => {
  const { event_id: cause, metadata } = event;
  const by = { cause, ...(metadata.actor !== undefined && { actor: metadata.actor }) };
  switch (event.type) {
    case 'ORDER_PAID':
      return { ...by, payment: paymentFrom(event) };
    case 'PAYMENT_FAILED':
      return { ...by, payment: paymentFrom(event), reason: event.reason };
    case 'ORDER_CANCEL_REQUESTED':
      return { ...by, ...cancelReason(event) };
    case 'ORDER_SHIP_REQUESTED':
      return { ...by, ...(event.shipment && { shipment: event.shipment }) };
    case 'ORDER_COMPLETE_REQUESTED':
    case 'PAYMENT_REFUNDED':
      return by;
  }
};

/** Keeps the payment of an order that is over; the first value stays. */
const noted = (record: SagaRecord, event: MoveEvent): SagaRecord => {
  if (event.type === 'ORDER_PAID' && record.payment === undefined) return { ...record, payment: paymentFrom(event) };
  if (event.type === 'PAYMENT_REFUNDED' && record.refund === undefined)
    return { ...record, refund: { payment_id: event.payment_id, at: event.processed_at } };
  return record;
};

/** The cause of a step without an event: the order exceeded its deadline. */
export const timeoutCause = 'timeout';

/** Cancels an order past its deadline, if it still waits. It stays due until its event is published. */
export const decideTimeout = (record: SagaRecord, moment: Moment): SagaRecord => {
  const to = record.created && targetOf(record.created.status, 'TIMEOUT');
  if (to === undefined) return record;
  const cancelled = step(record, { to, cause: timeoutCause, reason: 'TIMEOUT' }, moment);
  return { ...cancelled, due: { at: moment.dueAt, attempts: 0 } };
};
