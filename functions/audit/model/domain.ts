import type {
  AuditRecorded,
  InventoryUpdatedEvent,
  NotificationsEventsEvent,
  OrdersCreatedEvent,
  PaymentsCompletedEvent,
} from '../../../schemas/generated/types.ts';
import { metadataOf } from '../../../schemas/metadata.ts';
import { eventId } from '../../shared/kernel/ids.ts';

/** Whatever the services say of an order, asked for or done. */
export type Fact = OrdersCreatedEvent | PaymentsCompletedEvent | InventoryUpdatedEvent | NotificationsEventsEvent;

/** Where the event of a fact lies in Kafka, and the digest of its bytes. */
export type PayloadRef = AuditRecorded['payload_ref'];

/** Of text in UTF-8, or of bytes: SHA-256 in lower-case hexadecimal digits. */
export type Digest = (of: string | Uint8Array) => string;

/** A fact as the books have it: what, who, when, and where its event lies. */
export interface AuditRecord extends PayloadRef {
  readonly event: string;
  readonly actor: string;
  readonly occurred_at: string;
  readonly trace_id: string;
  readonly correlation_id: string;
}

/** Whose books a fact belongs to: the order's, or, where there is none, those of the adjustment or the notification itself. */
const subjectOf = (fact: Fact): string => {
  if ('order_id' in fact && fact.order_id !== undefined) return fact.order_id;
  if ('notification_id' in fact) return fact.notification_id;
  return fact.type === 'STOCK_ADJUSTED' ? fact.reservation_id : fact.order_id;
};

/**
 * The audit event of a fact: made of the fact and its place alone. A fact that was said twice is recorded where it was seen
 * first: both events have one id.
 * @param recordedAt when Kafka got the fact.
 */
export const auditRecorded = (fact: Fact, payload_ref: PayloadRef, recordedAt: string): AuditRecorded => {
  const order_id = subjectOf(fact);
  const { metadata, trace_id } = fact;
  return {
    type: 'AUDIT_RECORDED',
    event_id: eventId(order_id, 'AUDIT_RECORDED', fact.event_id),
    timestamp: recordedAt,
    metadata: metadataOf('AUDIT_RECORDED', { correlation_id: metadata.correlation_id, source: 'audit/publish' }),
    trace_id,
    order_id,
    event: fact.type,
    actor: metadata.actor ?? metadata.source,
    payload_ref,
    occurred_at: fact.timestamp,
  };
};

export const auditRecord = ({
  event,
  actor,
  occurred_at,
  trace_id,
  metadata,
  payload_ref,
}: AuditRecorded): AuditRecord => ({
  ...payload_ref,
  event,
  actor,
  occurred_at,
  trace_id,
  correlation_id: metadata.correlation_id,
});
