/* Generated from schemas/ by `node schemas/generate.ts`; do not edit. */

import type { EventType, InventoryCommandsEvent, InventoryUpdatedEvent, NotificationsEventsEvent, OrdersAuditEvent, OrdersCreatedEvent, PaymentsCompletedEvent } from './types.ts';

/** One violation, as ajv reports it. */
export interface ValidationError {
  /** JSON Pointer to the value: `/items/0/qty`; empty for the whole document. */
  readonly instancePath: string;
  /** The keyword of the schema that the value violates: `required`, `maximum` … */
  readonly keyword: string;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** Answers every violation, or null where the value fulfils the contract. */
export type Validator = (value: unknown) => readonly ValidationError[] | null;

export declare const validateOrderCreated: Validator;
export declare const validateOrderProcessing: Validator;
export declare const validateOrderCancelled: Validator;
export declare const validateOrderShipped: Validator;
export declare const validateOrderCompleted: Validator;
export declare const validateOrderCancelRequested: Validator;
export declare const validateOrderShipRequested: Validator;
export declare const validateOrderCompleteRequested: Validator;
export declare const validateOrderPaid: Validator;
export declare const validatePaymentFailed: Validator;
export declare const validatePaymentRefunded: Validator;
export declare const validatePaymentDisputed: Validator;
export declare const validateReserve: Validator;
export declare const validateCommit: Validator;
export declare const validateRelease: Validator;
export declare const validateAdjust: Validator;
export declare const validateStockReserved: Validator;
export declare const validateStockRejected: Validator;
export declare const validateStockCommitted: Validator;
export declare const validateStockReleased: Validator;
export declare const validateStockAdjusted: Validator;
export declare const validateNotificationSent: Validator;
export declare const validateNotificationFailed: Validator;
export declare const validateNotificationDeferred: Validator;
export declare const validateAuditRecorded: Validator;
export declare const validateAdjustStockRequest: Validator;
export declare const validateAnalytics: Validator;
export declare const validateAnalyticsHealth: Validator;
export declare const validateCancelOrderRequest: Validator;
export declare const validateDeadLetters: Validator;
export declare const validateDeadLettersReplayed: Validator;
export declare const validateHealth: Validator;
export declare const validateLedgerPage: Validator;
export declare const validateOrder: Validator;
export declare const validateOrderAccepted: Validator;
export declare const validateOrderRequestAccepted: Validator;
export declare const validateOrderStatus: Validator;
export declare const validateOrderTimeline: Validator;
export declare const validatePipeline: Validator;
export declare const validatePlaceOrderRequest: Validator;
export declare const validateProblem: Validator;
export declare const validateReplayDeadLettersRequest: Validator;
export declare const validateShipOrderRequest: Validator;
export declare const validateStockAdjustmentAccepted: Validator;
export declare const validateStockLevel: Validator;
export declare const validateStripeEvent: Validator;
export declare const validateStuckOrders: Validator;
export declare const validateWebhookReceived: Validator;

export type ValidatorsOf<T extends EventType> = { readonly [K in T]: Validator };

/** The validators of `orders.created`, by event type. */
export declare const ordersCreatedValidators: ValidatorsOf<OrdersCreatedEvent['type']>;
/** The validators of `payments.completed`, by event type. */
export declare const paymentsCompletedValidators: ValidatorsOf<PaymentsCompletedEvent['type']>;
/** The validators of `inventory.commands`, by event type. */
export declare const inventoryCommandsValidators: ValidatorsOf<InventoryCommandsEvent['type']>;
/** The validators of `inventory.updated`, by event type. */
export declare const inventoryUpdatedValidators: ValidatorsOf<InventoryUpdatedEvent['type']>;
/** The validators of `notifications.events`, by event type. */
export declare const notificationsEventsValidators: ValidatorsOf<NotificationsEventsEvent['type']>;
/** The validators of `orders.audit`, by event type. */
export declare const ordersAuditValidators: ValidatorsOf<OrdersAuditEvent['type']>;

/** The validators of all events. Bundles them all: a function imports those that it needs instead. */
export declare const validateEvent: ValidatorsOf<EventType>;
