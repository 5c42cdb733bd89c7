import { describe, expect, it } from 'vitest';
import { type AuditPage, nextPages } from '../../../../../functions/audit/model/chain-domain.ts';
import {
  type AuditRecord,
  auditRecorded,
  auditRecords,
  type Fact,
} from '../../../../../functions/audit/model/domain.ts';
import { sha256 } from '../../../../../functions/audit/store/digest.node.ts';
import { auditedFacts } from '../../../../simulation/invariants/audited-facts.ts';
import { eventLike, orderId, SmallWorld } from './small-world.ts';

const [created, processing] = [eventLike('ORDER_CREATED'), eventLike('ORDER_PROCESSING')];

const recordOf = (fact: Fact, offset: number): AuditRecord => {
  const place = { topic: 'orders.created', partition: 0, offset, event_id: fact.event_id, digest: sha256('') };
  return auditRecords(auditRecorded(fact, place, fact.timestamp))[0] as AuditRecord;
};

const pagesOf = (...records: readonly AuditRecord[]): readonly AuditPage[] =>
  nextPages(sha256, { orderId, pages: [], records });

const ended = (...pages: readonly AuditPage[]): SmallWorld => {
  const world = new SmallWorld(auditedFacts());
  for (const event of [created, processing, created]) world.emit(event);
  world.pour('orders.created', '{}');
  for (const page of pages) world.put('audit', page);
  return world;
};

const whole = pagesOf(recordOf(created, 0), recordOf(processing, 1));
const [page] = whole;

describe('what must hold of the books in the end', () => {
  it('is content with each fact once, wherever it was emitted', () => {
    ended(...whole).end();
    ended(...pagesOf(recordOf(created, 2), recordOf(processing, 1))).end();
  });

  it.each<[string, SmallWorld]>([
    [
      `ORDER_PROCESSING ${processing.event_id} of orders.created is not in the books`,
      ended(...pagesOf(recordOf(created, 0))),
    ],
    ['is not where the audit trail', ended(...pagesOf(recordOf(created, 1), recordOf(processing, 1)))],
    ['is not where the audit trail', ended(...pagesOf(recordOf(created, 3), recordOf(processing, 1)))],
    ['is not where the audit trail', ended(...pagesOf(recordOf(created, 7), recordOf(processing, 1)))],
    ['page 00000001: edited', ended({ ...(page as AuditPage), records: [recordOf(created, 0)] })],
    ['page 00000002: gap', ended({ ...(page as AuditPage), seq: '00000002' })],
    [
      'is in two books',
      ended(...whole, ...nextPages(sha256, { orderId: 'other', pages: [], records: [recordOf(created, 0)] })),
    ],
  ])('objects: %s (%#)', (message, world) => {
    expect(() => world.end()).toThrow(message);
  });

  it('objects to a fact that no service emitted', () => {
    const world = ended(...whole);
    world.emit(eventLike('RESERVE'));
    const command = { ...recordOf(created, 0), event_id: eventLike('RESERVE').event_id, topic: 'inventory.commands' };
    for (const one of nextPages(sha256, { orderId: 'other', pages: [], records: [command] })) world.put('audit', one);
    expect(() => world.end()).toThrow('which no service emitted');
  });

  it('objects to a page that is written again', () => {
    const world = ended(...whole);
    expect(() => world.put('audit', page as AuditPage)).toThrow('was written again');
  });
});
