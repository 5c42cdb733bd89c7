import type { Order, OrderStatus } from '../../../schemas/generated/types.ts';
import { contactOf, type OrderDocument } from '../model/domain.ts';
import type { Orders, Sagas } from '../model/ports.ts';
import { paymentOf, type SagaRecord, stateOf, timestampsOf } from '../model/saga-record-domain.ts';

export interface ReadPorts {
  readonly orders: Orders;
  readonly sagas: Sagas;
}

export interface OrderQuery {
  readonly orderId: string;
  /** The order of another client is not found. */
  readonly client: string;
}

/** `provisional`: stored by intake, not yet consumed by the saga: it expires if its event never reached Kafka. */
export type OrderStatusAnswer = OrderStatus & { readonly provisional?: true };

export const statusAnswer = (
  { order_id, created_at }: OrderDocument,
  record: SagaRecord | undefined,
): OrderStatusAnswer => ({
  order_id,
  status: stateOf(record),
  timestamps: timestampsOf(created_at, record),
  ...(record?.reason !== undefined && { reason: record.reason }),
  ...(record?.created === undefined && { provisional: true }),
});

export const ownOrder = async (
  { orders }: ReadPorts,
  { orderId, client }: OrderQuery,
): Promise<OrderDocument | undefined> => {
  const order = await orders.find(orderId);
  return order?.client === client ? order : undefined;
};

/** The order's status; undefined if the client has no such order. */
export const orderStatus =
  (ports: ReadPorts) =>
  async (query: OrderQuery): Promise<OrderStatusAnswer | undefined> => {
    const [order, record] = await Promise.all([ownOrder(ports, query), ports.sagas.find(query.orderId)]);
    return order === undefined ? undefined : statusAnswer(order, record);
  };

/** The order with its lines, its payment and its shipment; undefined if the client has no such order. */
export const orderDetails =
  (ports: ReadPorts) =>
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
