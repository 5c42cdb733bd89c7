import type {
  AuditRecorded,
  InventoryUpdatedEvent,
  NotificationsEventsEvent,
  OrdersCreatedEvent,
  PaymentsCompletedEvent,
} from '../../../schemas/generated/types.ts';
import { metadataOf } from '../../../schemas/metadata.ts';
import { eventId } from '../../shared/kernel/ids.ts';

/** Every event of an order on the audited topics, requests included. */
export type Fact = OrdersCreatedEvent | PaymentsCompletedEvent | InventoryUpdatedEvent | NotificationsEventsEvent;

/** The place of a fact's event in Kafka, and the digest of its bytes. */
export type PayloadRef = AuditRecorded['payload_ref'];

/** SHA-256 of UTF-8 text or bytes in lower-case hexadecimal digits. */
export type Digest = (of: string | Uint8Array) => string;

/** A fact in the audit trail: its event, actor, time and place in Kafka. */
export interface AuditRecord extends PayloadRef {
  readonly event: string;
  readonly actor: string;
  readonly occurred_at: string;
  readonly trace_id: string;
  readonly correlation_id: string;
}

/** The audit trail that a fact belongs to: the order's, or without an order that of the adjustment or notification itself. */
const subjectOf = (fact: Fact): string => {
  if ('order_id' in fact && fact.order_id !== undefined) return fact.order_id;
  if ('notification_id' in fact) return fact.notification_id;
  return fact.type === 'STOCK_ADJUSTED' ? fact.reservation_id : fact.order_id;
};

/**
 * The audit event of a fact, derived from the fact and its place only. A fact that was emitted twice keeps its first place: both
 * audit events have the same id.
 * @param recordedAt the Kafka timestamp of the fact.
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
