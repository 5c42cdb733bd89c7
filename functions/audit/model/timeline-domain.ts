import type { OrderState, OrderTimeline } from '../../../schemas/generated/types.ts';
import type { AuditRecord } from './domain.ts';

type TimelineStep = OrderTimeline['steps'][number];

/** The state that an order enters by an event. */
const stateBy: Readonly<Record<string, OrderState>> = {
  ORDER_CREATED: 'CREATED',
  ORDER_PROCESSING: 'PROCESSING',
  ORDER_PAID: 'PAID',
  PAYMENT_FAILED: 'PAYMENT_FAILED',
  ORDER_SHIPPED: 'SHIPPED',
  ORDER_COMPLETED: 'COMPLETED',
  ORDER_CANCELLED: 'CANCELLED',
};

const terminal: ReadonlySet<OrderState | undefined> = new Set<OrderState>(['PAYMENT_FAILED', 'COMPLETED', 'CANCELLED']);

/** Cause before effect, for events of the same millisecond. */
const causalOrder: readonly string[] = [
  'ORDER_CREATED',
  'STOCK_RESERVED',
  'STOCK_REJECTED',
  'ORDER_PROCESSING',
  'ORDER_PAID',
  'PAYMENT_FAILED',
  'STOCK_COMMITTED',
  'ORDER_SHIP_REQUESTED',
  'ORDER_SHIPPED',
  'ORDER_COMPLETE_REQUESTED',
  'ORDER_COMPLETED',
  'ORDER_CANCEL_REQUESTED',
  'ORDER_CANCELLED',
  'STOCK_RELEASED',
  'PAYMENT_REFUNDED',
  'PAYMENT_DISPUTED',
];

const rank = (event: string): number => {
  const index = causalOrder.indexOf(event);
  return index < 0 ? causalOrder.length : index;
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const inOrder = (a: AuditRecord, b: AuditRecord): number =>
  compare(a.occurred_at, b.occurred_at) ||
  rank(a.event) - rank(b.event) ||
  compare(a.topic, b.topic) ||
  a.partition - b.partition ||
  a.offset - b.offset;

/** All records in order, with the states that the order entered: none after a terminal one. */
export const timelineSteps = (records: readonly AuditRecord[]): readonly TimelineStep[] => {
  let before: string | undefined;
  let state: OrderState | undefined;
  return [...records].sort(inOrder).map((record) => {
    const { event, actor, occurred_at: at, topic, partition, offset, event_id, trace_id, correlation_id } = record;
    const delay_ms = Date.parse(at) - Date.parse(before ?? at);
    before = at;
    const reached = terminal.has(state) ? undefined : stateBy[event];
    state = reached ?? state;
    const place = { topic, partition, offset, event_id };
    return { event, at, delay_ms, ...(reached && { state: reached }), actor, ...place, trace_id, correlation_id };
  });
};
