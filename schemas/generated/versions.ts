/* Generated from schemas/ by `node schemas/generate.ts`; do not edit. */

import type { EventType } from './types.ts';

/** The version of its schema that an event made today has, by type. */
export const schemaVersions: Readonly<Record<EventType, number>> = {
  ORDER_CREATED: 2,
  ORDER_PROCESSING: 2,
  ORDER_CANCELLED: 3,
  ORDER_SHIPPED: 1,
  ORDER_COMPLETED: 1,
  ORDER_CANCEL_REQUESTED: 1,
  ORDER_SHIP_REQUESTED: 1,
  ORDER_COMPLETE_REQUESTED: 1,
  ORDER_PAID: 2,
  PAYMENT_FAILED: 2,
  PAYMENT_REFUNDED: 1,
  PAYMENT_DISPUTED: 1,
  RESERVE: 3,
  COMMIT: 3,
  RELEASE: 3,
  ADJUST: 3,
  STOCK_RESERVED: 2,
  STOCK_REJECTED: 2,
  STOCK_COMMITTED: 2,
  STOCK_RELEASED: 2,
  STOCK_ADJUSTED: 2,
  NOTIFICATION_SENT: 1,
  NOTIFICATION_FAILED: 1,
  NOTIFICATION_DEFERRED: 1,
  AUDIT_RECORDED: 2,
};
