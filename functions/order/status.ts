import type { Order, OrderStatus } from '../../schemas/generated/types.ts';
import type { Clock } from '../shared/kernel/clock.ts';
import type { Deadline } from '../shared/runtime/idioms/batch.ts';
import { contactOf, type OrderDocument } from './domain.ts';
import type { Orders, Pause, Sagas } from './ports.ts';
import { isTerminal } from './saga-domain.ts';
import { paymentOf, type SagaRecord, stateOf, timestampsOf } from './saga-record-domain.ts';

export interface StatusPorts {
  readonly orders: Orders;
  readonly sagas: Sagas;
  readonly clock: Clock;
  readonly pause: Pause;
}

export interface OrderQuery {
  readonly orderId: string;
  /** Somebody else's order is not there. */
  readonly client: string;
}

/** `provisional`: stored by intake, and not yet seen by the saga: if Kafka never got it, it goes away. */
export type OrderStatusAnswer = OrderStatus & { readonly provisional?: true };

const statusAnswer = ({ order_id, created_at }: OrderDocument, record: SagaRecord | undefined): OrderStatusAnswer => ({
  order_id,
  status: stateOf(record),
  timestamps: timestampsOf(created_at, record),
  ...(record?.reason !== undefined && { reason: record.reason }),
  ...(record?.created === undefined && { provisional: true }),
});

const ownOrder = async (
  { orders }: StatusPorts,
  { orderId, client }: OrderQuery,
): Promise<OrderDocument | undefined> => {
  const order = await orders.find(orderId);
  return order?.client === client ? order : undefined;
};

/** Between two looks at the record; milliseconds. */
const looks = { first: 20, growth: 1.5, longest: 400 } as const;
/** Left of the invocation for the answer; milliseconds. */
const reserveMs = 1_000;

/** The order's status; undefined where the client has no such order. Waits up to `waitMs` for a change, if there can be one. */
export const orderStatus =
  (ports: StatusPorts) =>
  async (query: OrderQuery, waitMs: number, deadline: Deadline): Promise<OrderStatusAnswer | undefined> => {
    const [order, first] = await Promise.all([ownOrder(ports, query), ports.sagas.find(query.orderId)]);
    if (order === undefined) return undefined;
    const now = (): number => ports.clock.now().getTime();
    const until = now() + Math.min(waitMs, deadline.remainingMs() - reserveMs);
    let record = first;
    let lookMs: number = looks.first;
    while (!isTerminal(stateOf(record)) && stateOf(record) === stateOf(first) && now() < until) {
      await ports.pause(Math.min(lookMs, Math.max(1, until - now())));
      lookMs = Math.min(lookMs * looks.growth, looks.longest);
      record = await ports.sagas.find(query.orderId);
    }
    return statusAnswer(order, record);
  };

/** The order with its lines, its payment and its shipment; undefined where the client has no such order. */
export const orderDetails =
  (ports: StatusPorts) =>
  async (query: OrderQuery): Promise<Order | undefined> => {
    const [order, record] = await Promise.all([ownOrder(ports, query), ports.sagas.find(query.orderId)]);
    if (order === undefined) return undefined;
    const { order_id, status, timestamps, reason } = statusAnswer(order, record);
    const payment = record && paymentOf(record);
    return {
      order_id,
      user_id: order.user_id,
      status,
      line_items: order.line_items,
      amount: order.amount,
      currency: order.currency,
      created_at: order.created_at,
      timestamps,
      ...contactOf(order),
      ...(reason !== undefined && { reason }),
      ...(payment && { payment }),
      ...(record?.shipment && { shipment: record.shipment }),
    };
  };
