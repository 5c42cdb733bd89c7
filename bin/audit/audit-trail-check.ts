import { type AuditPage, canonical } from '../../functions/audit/model/chain-domain.ts';
import { type AuditRecord, auditRecorded, auditRecords, type Digest } from '../../functions/audit/model/domain.ts';
import { type ChainFaultKind, chainFaults } from '../../functions/audit/model/verification-domain.ts';
import { type AuditedRange, eventIn, placeName, type TopicRecord } from './topic-record.ts';

/**
 * A fault in the audit trail of an order: in its chain, or against Kafka. `altered`: a record differs from its event.
 * `unfounded`: there is no such event at its place. `missing`: an event of `orders.audit` is not in the trail.
 */
export interface AuditTrailFault {
  readonly order_id: string;
  /** Page of the order's chain; absent where there is none. */
  readonly seq?: string;
  readonly kind: ChainFaultKind | 'altered' | 'unfounded' | 'missing';
  readonly detail: string;
}

interface Kept {
  readonly order_id: string;
  readonly seq: string;
  readonly record: AuditRecord;
}

/** Compares the audit trail with itself and with every record of Kafka that it is given, by the id of the fact. */
export class AuditTrailCheck {
  readonly #digest: Digest;
  readonly #onlyOrder: string | undefined;
  readonly #chainFaults: AuditTrailFault[] = [];
  readonly #kept = new Map<string, Kept>();
  readonly #founded = new Set<string>();
  readonly #altered = new Map<string, AuditTrailFault>();
  readonly #missing = new Map<string, AuditTrailFault>();
  readonly #pending = new Set<string>();

  /** @param onlyOrder leaves out what Kafka has of other orders. */
  constructor(digest: Digest, onlyOrder?: string) {
    this.#digest = digest;
    this.#onlyOrder = onlyOrder;
  }

  /** Facts in the trail so far. */
  get facts(): number {
    return this.#kept.size;
  }

  /** The whole chain of one order. */
  chain(orderId: string, pages: readonly AuditPage[]): void {
    this.#chainFaults.push(
      ...chainFaults(this.#digest, orderId, pages).map((fault) => ({ order_id: orderId, ...fault })),
    );
    for (const { seq, records } of pages) {
      for (const record of records) this.#kept.set(record.event_id, { order_id: orderId, seq, record });
    }
  }

  /** A record of a topic of facts or of `orders.audit`. @param dealtWith its auditor has acknowledged it: it must be in the trail. */
  show(found: TopicRecord, dealtWith: boolean): void {
    const event = eventIn(found);
    if (event === undefined) return;
    if (event.type === 'AUDIT_RECORDED') {
      for (const record of auditRecords(event)) {
        if (dealtWith) this.#compare(event.order_id, record);
        else this.#pending.add(record.event_id);
      }
    } else if (dealtWith) {
      const { topic, partition, offset, value } = found;
      const { event_id } = event;
      const place = { topic, partition, offset, event_id };
      const kept = this.#kept.get(event_id);
      if (kept && placeName(kept.record) === placeName(place)) this.#founded.add(event_id);
      const audited = auditRecorded(event, { ...place, digest: this.#digest(value) }, '');
      for (const record of auditRecords(audited)) this.#compare(audited.order_id, record);
    }
  }

  /** The faults, by order and page. */
  faults(ranges: readonly AuditedRange[] = []): readonly AuditTrailFault[] {
    const rangeOf = new Map(ranges.map((range) => [`${range.topic}-${range.partition}`, range]));
    const unfounded = [...this.#kept.values()].filter(({ record: { topic, partition, offset, event_id } }) => {
      const { from = 0, to = 0, end = Number.POSITIVE_INFINITY } = rangeOf.get(`${topic}-${partition}`) ?? {};
      return !this.#founded.has(event_id) && ((offset >= from && offset < to) || offset >= end);
    });
    const place = ({ order_id, seq = '' }: AuditTrailFault): string => order_id + seq;
    return [
      ...this.#chainFaults,
      ...this.#altered.values(),
      ...unfounded.map(({ order_id, seq, record }) => ({
        ...{ order_id, seq, kind: 'unfounded' as const },
        detail: `${record.event} ${record.event_id} is not at ${placeName(record)}`,
      })),
      ...[...this.#missing].filter(([id]) => !this.#pending.has(id)).map(([, fault]) => fault),
    ].sort((a, b) => (place(a) < place(b) ? -1 : 1));
  }

  #compare(order_id: string, record: AuditRecord): void {
    if (this.#onlyOrder !== undefined && order_id !== this.#onlyOrder) return;
    const { event, event_id } = record;
    const kept = this.#kept.get(event_id);
    if (kept === undefined) {
      const detail = `${event} ${event_id} of ${placeName(record)} is not in the audit trail`;
      this.#missing.set(event_id, { order_id, kind: 'missing', detail });
      return;
    }
    // Emitted again at another place: the trail keeps the first.
    if (placeName(kept.record) !== placeName(record)) return;
    if (kept.order_id === order_id && canonical(kept.record) === canonical(record)) return;
    const detail = `${kept.record.event} ${event_id} differs from the event at ${placeName(record)}`;
    this.#altered.set(event_id, { order_id: kept.order_id, seq: kept.seq, kind: 'altered', detail });
  }
}
