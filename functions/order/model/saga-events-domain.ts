import type {
  OrderCancelled,
  OrderCancelRequested,
  OrderCompleted,
  OrderCompleteRequested,
  OrderCreated,
  OrderProcessing,
  OrderShipped,
  OrderShipRequested,
  OrderState,
} from '../../../schemas/generated/types.ts';
import { contactOf, type OrderDocument, orderEnvelope } from './domain.ts';
import { triggerOf } from './request-domain.ts';
import type { Reached, RequestKind, SagaOrder, SagaRecord } from './saga-record-domain.ts';

/** Events that the order service publishes. */
export type OrderEvent =
  | OrderCreated
  | OrderProcessing
  | OrderCancelled
  | OrderShipped
  | OrderCompleted
  | OrderCancelRequested
  | OrderShipRequested
  | OrderCompleteRequested;

/** An order that has reached a state whose event the saga emits. */
interface Fact {
  readonly record: SagaRecord;
  readonly order: SagaOrder;
  readonly reached: Reached;
}

const envelope = <T extends OrderEvent['type']>(type: T, { record, order, reached: { at, actor } }: Fact) =>
  orderEnvelope(
    type,
    { order_id: record.order_id, trace_id: order.trace_id },
    { at, source: 'order/saga', ...(actor && { actor }) },
  );

const customer = ({ user_id, amount, currency }: SagaOrder) => ({ user_id, amount, currency });
const placed = ({ created_at, ...order }: SagaOrder) => ({ created_at, ...contactOf(order) });

const orderProcessing = (fact: Fact): OrderProcessing => ({
  ...envelope('ORDER_PROCESSING', fact),
  ...customer(fact.order),
  status: 'PROCESSING',
  ...placed(fact.order),
  payment_token: fact.order.payment_token,
});

const orderCancelled = (fact: Fact, { line_items }: OrderDocument): OrderCancelled => ({
  ...envelope('ORDER_CANCELLED', fact),
  ...customer(fact.order),
  status: 'CANCELLED',
  ...placed(fact.order),
  line_items,
  reason: fact.record.reason || 'CANCELLED',
  was_processing: fact.record.history.PROCESSING !== undefined,
});

const orderShipped = (fact: Fact): OrderShipped => ({
  ...envelope('ORDER_SHIPPED', fact),
  ...customer(fact.order),
  status: 'SHIPPED',
  ...placed(fact.order),
  ...(fact.record.shipment && { shipment: fact.record.shipment }),
});

const orderCompleted = (fact: Fact): OrderCompleted => ({
  ...envelope('ORDER_COMPLETED', fact),
  ...customer(fact.order),
  status: 'COMPLETED',
  ...placed(fact.order),
});

/** States whose event the saga emits. */
export const emittedStates = [
  'PROCESSING',
  'CANCELLED',
  'SHIPPED',
  'COMPLETED',
] as const satisfies readonly OrderState[];

/** The event of a state, as the record stores it; undefined if the state was not reached, or its lines are missing. */
export const eventOf = (state: (typeof emittedStates)[number], record: SagaRecord): OrderEvent | undefined => {
  const { created: order, history } = record;
  const reached = history[state];
  if (order === undefined || reached === undefined) return undefined;
  const fact = { record, order, reached };
  switch (state) {
    case 'PROCESSING':
      return orderProcessing(fact);
    case 'CANCELLED':
      return record.placed && orderCancelled(fact, record.placed);
    case 'SHIPPED':
      return orderShipped(fact);
    case 'COMPLETED':
      return orderCompleted(fact);
  }
};

/** A stored request, as an event to its saga. */
export const requestEvent = (
  kind: RequestKind,
  { requests }: SagaRecord,
  order: { readonly order_id: string; readonly trace_id: string },
): OrderEvent | undefined => {
  const request = requests[kind];
  if (request === undefined) return undefined;
  const { at, actor, reason, shipment } = request;
  const emitted = { at, source: 'order/requests', actor };
  switch (kind) {
    case 'CANCEL':
      return { ...orderEnvelope(triggerOf(kind), order, emitted), ...(reason && { reason }) };
    case 'SHIP':
      return { ...orderEnvelope(triggerOf(kind), order, emitted), ...(shipment && { shipment }) };
    case 'COMPLETE':
      return orderEnvelope(triggerOf(kind), order, emitted);
  }
};
