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
import { type Reached, type RequestKind, type SagaOrder, type SagaRecord, triggerOf } from './saga-record-domain.ts';

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

const source = 'order/saga';

type Fact = 'PROCESSING' | 'CANCELLED' | 'SHIPPED' | 'COMPLETED';
type FactType = 'ORDER_PROCESSING' | 'ORDER_CANCELLED' | 'ORDER_SHIPPED' | 'ORDER_COMPLETED';

const factOf = <T extends FactType, S extends Fact>(
  type: T,
  status: S,
  order_id: string,
  order: SagaOrder,
  { at, actor }: Reached,
) => ({
  ...orderEnvelope(type, { order_id, trace_id: order.trace_id }, { at, source, ...(actor && { actor }) }),
  user_id: order.user_id,
  amount: order.amount,
  currency: order.currency,
  status,
  created_at: order.created_at,
  ...contactOf(order),
});

/** States whose event the saga emits. */
export const emittedStates = [
  'PROCESSING',
  'CANCELLED',
  'SHIPPED',
  'COMPLETED',
] as const satisfies readonly OrderState[];

/** The event of this state needs the order's document, with its lines. */
export const needsDocument = (state: OrderState): boolean => state === 'CREATED' || state === 'CANCELLED';

/** The event of a state, as the record stores it; undefined if the state was not reached. */
export const eventOf = (
  state: (typeof emittedStates)[number],
  { order_id, created, history, reason, shipment }: SagaRecord,
  document: OrderDocument | undefined,
): OrderEvent | undefined => {
  const reached = history[state];
  if (created === undefined || reached === undefined) return undefined;
  switch (state) {
    case 'PROCESSING':
      return { ...factOf('ORDER_PROCESSING', state, order_id, created, reached), payment_token: created.payment_token };
    case 'CANCELLED': {
      if (document === undefined) return undefined;
      const { line_items } = document;
      return {
        ...factOf('ORDER_CANCELLED', state, order_id, created, reached),
        line_items,
        reason: reason || 'CANCELLED',
        was_processing: history.PROCESSING !== undefined,
      };
    }
    case 'SHIPPED':
      return { ...factOf('ORDER_SHIPPED', state, order_id, created, reached), ...(shipment && { shipment }) };
    case 'COMPLETED':
      return factOf('ORDER_COMPLETED', state, order_id, created, reached);
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
