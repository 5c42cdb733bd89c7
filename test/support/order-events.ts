import { type OrderDocument, orderCreated } from '../../functions/order/model/domain.ts';
import { eventId, paymentId, reservationId } from '../../functions/shared/kernel/ids.ts';
import type {
  EventType,
  OrderCancelRequested,
  OrderCompleteRequested,
  OrderPaid,
  OrderShipRequested,
  PaymentFailed,
  PaymentRefunded,
  Shipment,
  StockRejected,
  StockReserved,
} from '../../schemas/generated/types.ts';
import { metadataOf } from '../../schemas/metadata.ts';

const at = '2026-11-22T06:00:01.000Z';
const trace_id = '4bf92f3577b34da6a3ce929d0e0e4736';

/** An order of one unit of each SKU, at 100 minor units each. */
export const orderOf = (skus: readonly string[], orderId = 'a1b2c3d4-0000-5000-8000-000000000001'): OrderDocument => ({
  order_id: orderId,
  client: 'key:test',
  fingerprint: 'f0f0f0f0-0000-5000-8000-000000000001',
  user_id: 'user-1',
  email: 'ada@example.com',
  line_items: skus.map((sku) => ({ sku, qty: 1, unit_price: 100 })),
  amount: 100 * skus.length,
  currency: 'GBP',
  payment_token: 'tok_approve',
  created_at: '2026-11-22T06:00:00.000Z',
  trace_id,
});

const envelope = (order_id: string, type: EventType, source: string, sku?: string) => ({
  event_id: eventId(order_id, type, sku),
  timestamp: at,
  metadata: metadataOf(type, { correlation_id: order_id, source }),
  trace_id,
  order_id,
});

export const createdEvent = orderCreated;

const stock = (order_id: string, type: EventType, sku: string) => ({
  ...envelope(order_id, type, 'inventory/ledger', sku),
  sku,
  reservation_id: reservationId(order_id, sku),
  available: 5,
  version: 1,
  processed_at: at,
});

export const reservedEvent = (order_id: string, sku: string): StockReserved => ({
  ...stock(order_id, 'STOCK_RESERVED', sku),
  type: 'STOCK_RESERVED',
  delta: -1,
  state: 'RESERVED',
});

export const rejectedEvent = (order_id: string, sku: string): StockRejected => ({
  ...stock(order_id, 'STOCK_REJECTED', sku),
  type: 'STOCK_REJECTED',
  delta: 0,
  state: 'REJECTED',
  reason: 'OUT_OF_STOCK',
});

const payment = ({ order_id, amount, currency }: OrderDocument, type: EventType) => ({
  ...envelope(order_id, type, 'payment/charge'),
  payment_id: paymentId(order_id),
  amount,
  currency,
  processed_at: at,
});

export const paidEvent = (order: OrderDocument): OrderPaid => ({
  ...payment(order, 'ORDER_PAID'),
  type: 'ORDER_PAID',
  state: 'PAID',
});

export const paymentFailedEvent = (order: OrderDocument): PaymentFailed => ({
  ...payment(order, 'PAYMENT_FAILED'),
  type: 'PAYMENT_FAILED',
  state: 'FAILED',
  reason: 'DECLINED',
});

export const refundedEvent = (order: OrderDocument): PaymentRefunded => ({
  ...payment(order, 'PAYMENT_REFUNDED'),
  type: 'PAYMENT_REFUNDED',
  state: 'REFUNDED',
  processed_at: '2026-11-22T06:30:00.000Z',
});

const request = <T extends EventType>(order_id: string, type: T) => {
  const { metadata, ...rest } = envelope(order_id, type, 'order/requests');
  return { ...rest, type, metadata: { ...metadata, actor: 'key:test' } };
};

export const cancelRequestedEvent = (order_id: string, reason?: string): OrderCancelRequested => ({
  ...request(order_id, 'ORDER_CANCEL_REQUESTED'),
  ...(reason !== undefined && { reason }),
});

export const shipRequestedEvent = (order_id: string, shipment?: Shipment): OrderShipRequested => ({
  ...request(order_id, 'ORDER_SHIP_REQUESTED'),
  ...(shipment && { shipment }),
});

export const completeRequestedEvent = (order_id: string): OrderCompleteRequested =>
  request(order_id, 'ORDER_COMPLETE_REQUESTED');
