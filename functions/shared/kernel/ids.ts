import { v5 } from 'uuid';

/** Namespace of every derived id. Never change it: every id would change. */
const idNamespace = '6f1a3c52-0d1e-5b7c-9a44-3f5d2b8e7c10';

/** JSON separates the parts: ("ab", "c") and ("a", "bc") differ. */
const derive = (kind: string, ...parts: readonly string[]): string => v5(JSON.stringify([kind, ...parts]), idNamespace);

/** One order per client and idempotency key, however often it is sent. */
export const orderId = (client: string, idempotencyKey: string): string => derive('order', client, idempotencyKey);

/** A re-emitted event keeps its id. `discriminator` (for example a SKU) separates events of one type of an order. */
export const eventId = (order: string, type: string, discriminator?: string): string =>
  discriminator === undefined ? derive('event', order, type) : derive('event', order, type, discriminator);

/** An order has at most one reservation per SKU, ever. */
export const reservationId = (order: string, sku: string): string => derive('reservation', order, sku);

/** One adjustment of a SKU's stock per name. @param name its parts, including the owner. */
export const adjustmentId = (sku: string, ...name: readonly string[]): string => derive('adjustment', sku, ...name);

/** An order is charged at most once: also the gateway's idempotency key. */
export const paymentId = (order: string): string => derive('payment', order);

/** One notification per event and channel. @param event the event's id. */
export const notificationId = (event: string, channel: string): string => derive('notification', event, channel);

/** An order is refunded at most once: also the gateway's idempotency key. */
export const refundId = (order: string): string => derive('refund', order);

/** A short hash of a text: equal hashes mean, for all practical purposes, equal texts. */
export const fingerprint = (text: string): string => derive('fingerprint', text);
