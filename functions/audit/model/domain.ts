import type {
  AuditRecorded,
  InventoryUpdatedEvent,
  NotificationsEventsEvent,
  OrdersCreatedEvent,
  PaymentsCompletedEvent,
} from '../../../schemas/generated/types.ts';
import { metadataOf } from '../../../schemas/metadata.ts';
import { chunksOf } from '../../shared/kernel/chunks.ts';
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

/** A fact, its place, and the Kafka timestamp of its record. */
export interface PlacedFact {
  readonly fact: Fact;
  readonly payload_ref: PayloadRef;
  readonly recordedAt: string;
}

/** A message holds a megabyte; a fact of the longest names takes less than two kilobytes, an ordinary one 0.4. */
const factsPerEvent = 200;

/** The order of places: a batch that is redelivered in another order gives the same events. */
const byPlace = ({ payload_ref: a }: PlacedFact, { payload_ref: b }: PlacedFact): number =>
  (a.topic < b.topic ? -1 : Number(a.topic > b.topic)) || a.partition - b.partition || a.offset - b.offset;

const auditedFact = ({ fact, payload_ref }: PlacedFact) => ({
  event: fact.type,
  actor: fact.metadata.actor ?? fact.metadata.source,
  payload_ref,
  occurred_at: fact.timestamp,
  trace_id: fact.trace_id,
  correlation_id: fact.metadata.correlation_id,
});

const auditEvent = (order_id: string, [first, ...rest]: readonly [PlacedFact, ...PlacedFact[]]): AuditRecorded => {
  const { correlation_id, ...fact } = auditedFact(first);
  const ids = [first, ...rest].map(({ payload_ref: { event_id } }) => event_id).join(' ');
  const more_facts = rest.map(auditedFact) as [ReturnType<typeof auditedFact>, ...ReturnType<typeof auditedFact>[]];
  return {
    type: 'AUDIT_RECORDED',
    event_id: eventId(order_id, 'AUDIT_RECORDED', ids),
    timestamp: first.recordedAt,
    metadata: metadataOf('AUDIT_RECORDED', { correlation_id, source: 'audit/publish' }),
    order_id,
    ...fact,
    ...(rest.length > 0 && { more_facts }),
  };
};

/**
 * The audit events of a batch: one for each audit trail (of long orders, several), derived from the facts and their places only. A
 * fact that was emitted twice keeps its first place: events of the same facts have the same id.
 */
export const auditEvents = (facts: readonly PlacedFact[]): readonly AuditRecorded[] => {
  const first = new Map<string, PlacedFact>();
  for (const one of facts.toSorted(byPlace)) {
    if (!first.has(one.payload_ref.event_id)) first.set(one.payload_ref.event_id, one);
  }
  return [...Map.groupBy(first.values(), ({ fact }) => subjectOf(fact))].flatMap(([subject, group]) =>
    chunksOf(group, factsPerEvent).map((chunk) => auditEvent(subject, chunk as [PlacedFact, ...PlacedFact[]])),
  );
};

/** The audit event of one fact. @param recordedAt the Kafka timestamp of the fact. */
export const auditRecorded = (fact: Fact, payload_ref: PayloadRef, recordedAt: string): AuditRecorded =>
  auditEvent(subjectOf(fact), [{ fact, payload_ref, recordedAt }]);

/** All facts of an audit event; version 1 of it had one. */
export const auditRecords = (recorded: AuditRecorded): readonly AuditRecord[] => {
  const { metadata, more_facts = [] } = recorded;
  return [{ ...recorded, correlation_id: metadata.correlation_id }, ...more_facts].map(
    ({ event, actor, occurred_at, trace_id, correlation_id, payload_ref }) => ({
      ...payload_ref,
      ...{ event, actor, occurred_at, trace_id, correlation_id },
    }),
  );
};
