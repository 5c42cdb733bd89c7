import { v5 } from 'uuid';

/** Root of every derived id. Changing it changes every id: never. */
const idNamespace = '6f1a3c52-0d1e-5b7c-9a44-3f5d2b8e7c10';

/** JSON keeps the parts apart: ("ab", "c") and ("a", "bc") are different names. */
const derive = (kind: string, ...parts: readonly string[]): string => v5(JSON.stringify([kind, ...parts]), idNamespace);

/** One client's idempotency key names one order, however often it is sent. */
export const orderId = (client: string, idempotencyKey: string): string => derive('order', client, idempotencyKey);

/** One event of an order: emitted again it has the same id. `discriminator`, a SKU for instance, where a type occurs more than once. */
export const eventId = (order: string, type: string, discriminator?: string): string =>
  discriminator === undefined ? derive('event', order, type) : derive('event', order, type, discriminator);

/** An order holds at most one reservation of a SKU, for ever. */
export const reservationId = (order: string, sku: string): string => derive('reservation', order, sku);

/** One name names one adjustment of a SKU's stock. @param name with whose it is, in parts. */
export const adjustmentId = (sku: string, ...name: readonly string[]): string => derive('adjustment', sku, ...name);

/** An order is charged at most once: also the gateway's idempotency key. */
export const paymentId = (order: string): string => derive('payment', order);

/** A fact is told once on a channel. @param event id of the event that said it. */
export const notificationId = (event: string, channel: string): string => derive('notification', event, channel);

/** What an order was charged is given back at most once: also the gateway's idempotency key. */
export const refundId = (order: string): string => derive('refund', order);

/** Short name of a text: two texts of one name are, for all practical purposes, the same. */
export const fingerprint = (text: string): string => derive('fingerprint', text);
