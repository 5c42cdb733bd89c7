import type { EventType } from './generated/types.ts';

type JsonObject = { readonly [field: string]: unknown };

/** Converts an event of one version to the next one. Pure, like everything that runs over old records. */
type Upcast = (event: JsonObject) => JsonObject;

/** For the step to a version that only added optional fields: they are absent. */
const unchanged: Upcast = (event) => event;

/** The steps of every event type: the first leads from version 1 to version 2. Each new version needs one. */
export const upcasters: { readonly [T in EventType]: readonly Upcast[] } = {
  ORDER_CREATED: [unchanged],
  ORDER_PROCESSING: [unchanged],
  ORDER_CANCELLED: [unchanged, unchanged],
  ORDER_SHIPPED: [],
  ORDER_COMPLETED: [],
  ORDER_CANCEL_REQUESTED: [],
  ORDER_SHIP_REQUESTED: [],
  ORDER_COMPLETE_REQUESTED: [],
  ORDER_PAID: [unchanged],
  PAYMENT_FAILED: [unchanged],
  PAYMENT_REFUNDED: [],
  PAYMENT_DISPUTED: [],
  RESERVE: [unchanged, unchanged],
  COMMIT: [unchanged, unchanged],
  RELEASE: [unchanged, unchanged],
  ADJUST: [unchanged, unchanged],
  STOCK_RESERVED: [unchanged],
  STOCK_REJECTED: [unchanged],
  STOCK_COMMITTED: [unchanged],
  STOCK_RELEASED: [unchanged],
  STOCK_ADJUSTED: [unchanged],
  NOTIFICATION_SENT: [],
  NOTIFICATION_FAILED: [],
  NOTIFICATION_DEFERRED: [],
  AUDIT_RECORDED: [unchanged],
};

const metadataIn = ({ metadata }: JsonObject): JsonObject =>
  typeof metadata === 'object' && metadata !== null ? { ...metadata } : {};

/**
 * The event in the current version of its schema. An unknown version is newer than this reader, which every version can read
 * as it is; an event without a version is for the validator to refuse.
 */
export const upcast = (type: EventType, event: JsonObject, steps: readonly Upcast[] = upcasters[type]): JsonObject => {
  const metadata = metadataIn(event);
  const version = metadata['schema_version'];
  const due = Number.isSafeInteger(version) && Number(version) >= 1 ? steps.slice(Number(version) - 1) : [];
  if (due.length === 0) return event;
  const current = due.reduce((earlier, step) => step(earlier), event);
  return { ...current, metadata: { ...metadataIn(current), schema_version: steps.length + 1 } };
};
