import type {
  OrderCancelRequested,
  OrderCompleteRequested,
  OrderPaid,
  OrderPayment,
  OrderShipRequested,
  PaymentFailed,
  PaymentRefunded,
} from '../../../schemas/generated/types.ts';
import { recordersOf, sourcesOf, targetOf } from './saga-domain.ts';
import { cancelDetails, type JoinEvent } from './saga-joins-domain.ts';
import type { Note, Reached, Step } from './saga-record-domain.ts';

/** Events that move an order by themselves. */
export type MovingEvent =
  | OrderPaid
  | PaymentFailed
  | PaymentRefunded
  | OrderCancelRequested
  | OrderShipRequested
  | OrderCompleteRequested;

/** Accepted events of the saga. */
export type SagaEvent = JoinEvent | MovingEvent;

const joined: ReadonlySet<SagaEvent['type']> = new Set(['ORDER_CREATED', 'STOCK_RESERVED', 'STOCK_REJECTED']);
export const isJoin = (event: SagaEvent): event is JoinEvent => joined.has(event.type);

const paymentFrom = ({ payment_id, state, processed_at, ...event }: OrderPaid | PaymentFailed): OrderPayment => ({
  payment_id,
  state,
  processed_at,
  ...(event.type === 'PAYMENT_FAILED' && { reason: event.reason }),
});

const detailsOf = (event: MovingEvent): Partial<Step> => {
  switch (event.type) {
    case 'ORDER_PAID':
      return { payment: paymentFrom(event) };
    case 'PAYMENT_FAILED':
      return { payment: paymentFrom(event), reason: event.reason };
    case 'ORDER_CANCEL_REQUESTED':
      return cancelDetails(event);
    case 'ORDER_SHIP_REQUESTED':
      return event.shipment ? { shipment: event.shipment } : {};
    case 'ORDER_COMPLETE_REQUESTED':
    case 'PAYMENT_REFUNDED':
      return {};
  }
};

/** The step that an event leads to, if it moves an order out of any state. */
export const stepOf = (event: MovingEvent, at: string): Step | undefined => {
  const from = sourcesOf(event.type);
  const [first] = from;
  const to = first && targetOf(first, event.type);
  if (to === undefined) return undefined;
  const { actor } = event.metadata;
  return { at, cause: event.event_id, ...(actor !== undefined && { actor }), ...detailsOf(event), from, to };
};

/** What the record keeps of an event in the states that it does not move an order out of. */
export const noteOf = (event: MovingEvent): Note => {
  const from = recordersOf(event.type);
  if (event.type === 'PAYMENT_REFUNDED') {
    return { from, refund: { payment_id: event.payment_id, at: event.processed_at } };
  }
  return event.type === 'ORDER_PAID' ? { from, payment: paymentFrom(event) } : { from };
};

/** The cancel of an order that exceeded the saga deadline. */
export const timeoutStep = (reached: Reached, dueAt: string): Step => ({
  ...reached,
  from: sourcesOf('TIMEOUT'),
  to: 'CANCELLED',
  reason: 'TIMEOUT',
  dueAt,
});
