import type { Order, OrderStatus } from '../../../schemas/generated/types.ts';
import { contactOf, type OrderDocument } from '../model/domain.ts';
import type { Sagas } from '../model/ports.ts';
import { paymentOf, type SagaRecord, stateOf, timestampsOf } from '../model/saga-record-domain.ts';

export interface ReadPorts {
  readonly sagas: Sagas;
}

export interface OrderQuery {
  readonly orderId: string;
  /** The order of another client is not found. */
  readonly client: string;
}

/** `provisional`: stored by intake, and no outcome of its lines is stored yet: it expires if its event never reached Kafka. */
export type OrderStatusAnswer = OrderStatus & { readonly provisional?: true };

/** An order that its client placed, as this service stores it. */
export type OwnOrder = SagaRecord & { readonly placed: OrderDocument };

export const ownOrder = async (
  { sagas }: ReadPorts,
  { orderId, client }: OrderQuery,
): Promise<OwnOrder | undefined> => {
  const record = await sagas.load(orderId);
  return record?.placed?.client === client ? { ...record, placed: record.placed } : undefined;
};

export const statusAnswer = (order: OwnOrder): OrderStatusAnswer => ({
  order_id: order.order_id,
  status: stateOf(order),
  timestamps: timestampsOf(order.placed.created_at, order),
  ...(order.reason !== undefined && { reason: order.reason }),
  ...(order.provisional && { provisional: true }),
});

/** The order's status; undefined if the client has no such order. */
export const orderStatus =
  (ports: ReadPorts) =>
  async (query: OrderQuery): Promise<OrderStatusAnswer | undefined> => {
    const order = await ownOrder(ports, query);
    return order && statusAnswer(order);
  };

/** The order with its lines, its payment and its shipment; undefined if the client has no such order. */
export const orderDetails =
  (ports: ReadPorts) =>
  async (query: OrderQuery): Promise<Order | undefined> => {
    const order = await ownOrder(ports, query);
    if (order === undefined) return undefined;
    const { order_id, status, timestamps, reason } = statusAnswer(order);
    const { placed, shipment } = order;
    const payment = paymentOf(order);
    return {
      order_id,
      user_id: placed.user_id,
      status,
      line_items: placed.line_items,
      amount: placed.amount,
      currency: placed.currency,
      created_at: placed.created_at,
      timestamps,
      ...contactOf(placed),
      ...(reason !== undefined && { reason }),
      ...(payment && { payment }),
      ...(shipment && { shipment }),
    };
  };
