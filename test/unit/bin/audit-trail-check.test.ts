import { beforeEach, describe, expect, it } from 'vitest';
import { AuditTrailCheck } from '../../../bin/audit/audit-trail-check.ts';
import type { AuditedRange, TopicRecord } from '../../../bin/audit/topic-record.ts';
import { type AuditPage, nextPages } from '../../../functions/audit/model/chain-domain.ts';
import { auditRecorded, auditRecords, type Fact } from '../../../functions/audit/model/domain.ts';
import { sha256 } from '../../../functions/audit/store/digest.node.ts';
import { topicOf } from '../../../functions/shared/runtime/idioms/domain-event.ts';
import type { AuditRecorded } from '../../../schemas/generated/types.ts';
import { createdEvent, orderOf, paidEvent, reservedEvent } from '../../support/order-events.ts';

const order = orderOf(['A', 'B', 'C', 'D']);
const other = orderOf(['A'], 'a1b2c3d4-0000-5000-8000-000000000002');
const [id, otherId] = [order.order_id, other.order_id];

/** One partition a topic: the events emitted, and the offset that the auditors have reached. */
class World {
  readonly topics = new Map<string, TopicRecord[]>();
  readonly chains = new Map<string, readonly AuditPage[]>();
  /** First offset that retention has left, and the last acknowledged by the auditor and beyond, where not all. */
  readonly from = new Map<string, number>();
  readonly to = new Map<string, number>();

  emit(event: Fact | AuditRecorded): TopicRecord {
    const topic = topicOf(event.type);
    const records = this.topics.get(topic) ?? [];
    this.topics.set(topic, records);
    const record = { topic, partition: 0, offset: records.length, value: Buffer.from(JSON.stringify(event)) };
    records.push(record);
    return record;
  }

  /** Publishes a fact and its audit record, and appends it to the trail: a page of its own. */
  audit(fact: Fact): void {
    const audited = this.publish(fact);
    const pages = this.chains.get(audited.order_id) ?? [];
    const added = nextPages(sha256, { orderId: audited.order_id, pages, records: auditRecords(audited) });
    this.chains.set(audited.order_id, [...pages, ...added]);
  }

  publish(fact: Fact): AuditRecorded {
    const { topic, partition, offset, value } = this.emit(fact);
    const ref = { topic, partition, offset, event_id: fact.event_id, digest: sha256(value) };
    const audited = auditRecorded(fact, ref, '2026-11-22T06:00:09.000Z');
    this.emit(audited);
    return audited;
  }

  faults(onlyOrder?: string): readonly string[] {
    const check = new AuditTrailCheck(sha256, onlyOrder);
    for (const [orderId, pages] of this.chains) check.chain(orderId, pages);
    const ranges: readonly AuditedRange[] = [...this.topics].map(([topic, records]) => {
      const [from, to] = [this.from.get(topic) ?? 0, this.to.get(topic) ?? records.length];
      return { topic, partition: 0, from, to, end: records.length };
    });
    for (const { topic, from, to } of ranges) {
      for (const record of this.topics.get(topic) ?? []) {
        if (record.offset >= from) check.show(record, record.offset < to);
      }
    }
    return check
      .faults(ranges)
      .map(({ order_id, seq, kind }) => `${order_id === id ? 'order' : 'other'} ${Number(seq ?? 0)} ${kind}`);
  }

  tamper(change: (pages: readonly AuditPage[]) => readonly AuditPage[]): void {
    this.chains.set(id, change(this.chains.get(id) ?? []));
  }
}

/** Seals records again, as an attacker with write access to the table could. */
const sealed = (records: readonly AuditPage['records'][]): readonly AuditPage[] =>
  records.reduce<AuditPage[]>((pages, page) => {
    pages.push(...nextPages(sha256, { orderId: id, pages, records: page }));
    return pages;
  }, []);

describe('the audit trail compared with Kafka', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
    world.audit(createdEvent(order));
    for (const { sku } of order.line_items) world.audit(reservedEvent(id, sku));
    world.audit(createdEvent(other));
    world.audit(paidEvent(order));
  });

  it('is intact', () => {
    expect(world.faults()).toEqual([]);
    expect(world.faults(id)).toEqual([]);
  });

  it.each<[string, (pages: readonly AuditPage[]) => readonly AuditPage[], readonly string[]]>([
    ['a tail that was cut off', (pages) => pages.slice(0, -2), ['order 0 missing', 'order 0 missing']],
    ['a chain that is gone', () => [], Array.from({ length: 6 }, () => 'order 0 missing')],
    [
      'a record edited, and everything sealed again',
      (pages) =>
        sealed(pages.map(({ records }, at) => records.map((one) => (at === 1 ? { ...one, actor: 'attacker' } : one)))),
      ['order 2 altered'],
    ],
    [
      'a record taken out, and everything sealed again',
      (pages) => sealed(pages.filter((_, at) => at !== 3).map(({ records }) => records)),
      ['order 0 missing'],
    ],
    [
      'a record made up, well sealed, at a place of another event',
      (pages) =>
        sealed([
          ...pages.map(({ records }) => records),
          pages[1]?.records.map((one) => ({ ...one, event_id: otherId })) ?? [],
        ]),
      ['order 7 unfounded'],
    ],
    [
      'a record made up, well sealed, beyond the end of its topic',
      (pages) =>
        sealed([
          ...pages.map(({ records }) => records),
          pages[1]?.records.map((one) => ({ ...one, event_id: otherId, offset: 99 })) ?? [],
        ]),
      ['order 7 unfounded'],
    ],
  ])('show %s', (_case, change, expected) => {
    world.tamper(change);
    expect(world.faults()).toEqual(expected);
  });

  it('show an event that was changed in Kafka itself', () => {
    const records = world.topics.get('payments.completed') ?? [];
    records[0] = {
      ...(records[0] as TopicRecord),
      value: Buffer.from(JSON.stringify({ ...paidEvent(order), amount: 1 })),
    };
    expect(world.faults()).toEqual(['order 6 altered']);
  });

  it('is intact while facts are on their way into it', () => {
    // Published and not yet recorded; emitted and not yet published.
    world.to.set('orders.audit', world.topics.get('orders.audit')?.length ?? 0);
    world.publish(reservedEvent(id, 'E'));
    world.to.set('inventory.updated', world.topics.get('inventory.updated')?.length ?? 0);
    world.emit(reservedEvent(id, 'F'));
    expect(world.faults()).toEqual([]);
    world.to.clear();
    expect(world.faults()).toEqual(['order 0 missing', 'order 0 missing']);
  });

  it('is intact where a fact was emitted twice, or cannot be parsed', () => {
    world.publish(paidEvent(order));
    world.emit({ ...paidEvent(order), amount: -1 });
    expect(world.faults()).toEqual([]);
  });

  it('is compared with `orders.audit` where the facts are no longer in their topics', () => {
    world.from.set('inventory.updated', 4);
    expect(world.faults()).toEqual([]);
    world.tamper((pages) => sealed(pages.map(({ records }) => records.map((one) => ({ ...one, actor: 'attacker' })))));
    expect(world.faults()).toHaveLength(6);
    world.tamper((pages) => pages.slice(0, 2));
    expect(world.faults().filter((fault) => fault === 'order 0 missing')).toHaveLength(4);
  });

  it('show the faults of one order alone', () => {
    world.chains.set(otherId, []);
    expect(world.faults()).toEqual(['other 0 missing']);
    expect(world.faults(id)).toEqual([]);
  });
});
