import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { verifyAuditTrail } from '../../../bin/audit/verify-audit-trail.ts';
import type { Connection } from '../../../bin/client/connection.ts';
import type { AuditPage } from '../../../functions/audit/model/chain-domain.ts';
import { auditEvents, auditRecorded, type Fact } from '../../../functions/audit/model/domain.ts';
import { record } from '../../../functions/audit/record/record.ts';
import { sha256 } from '../../../functions/audit/store/digest.node.ts';
import { pageItem } from '../../../functions/audit/store/page-items.node.ts';
import { dynamodbAudit } from '../../../functions/audit/store/store.dynamodb.ts';
import { topicOf } from '../../../functions/shared/runtime/idioms/domain-event.ts';
import { dynamodbLocal } from '../../support/dynamodb-fixture.ts';
import { FakeKafka } from '../../support/fakes/fake-kafka.ts';
import { createdEvent, orderOf, paidEvent, reservedEvent } from '../../support/order-events.ts';

const orders = ['1', '2'].map((last) => orderOf(['A', 'B'], `a1b2c3d4-0000-5000-8000-00000000000${last}`));
const [first, second] = orders.map(({ order_id }) => order_id) as [string, string];

describe('verifying the audit trail', () => {
  const { client, newTable } = dynamodbLocal();
  let audit: string;
  let kafka: FakeKafka;

  /** Publishes a fact and its audit record. */
  const publish = (fact: Fact) => {
    const value = JSON.stringify(fact);
    const topic = topicOf(fact.type);
    const offset = kafka.append(topic, { partition: 1, value });
    const ref = { topic, partition: 1, offset, event_id: fact.event_id, digest: sha256(value) };
    const audited = auditRecorded(fact, ref, '2026-11-22T06:00:09.000Z');
    kafka.append('orders.audit', { partition: 1, value: JSON.stringify(audited) });
    return audited;
  };
  beforeEach(async () => {
    audit = await newTable('audit');
    kafka = new FakeKafka();
    const { apply } = record({ store: dynamodbAudit(client, audit), digest: sha256 });
    for (const order of orders) {
      const { order_id } = order;
      await apply(order_id, [publish(createdEvent(order))]);
      await apply(order_id, [publish(reservedEvent(order_id, 'A')), publish(reservedEvent(order_id, 'B'))]);
      await apply(order_id, [publish(paidEvent(order))]);
    }
  });
  const verify = async (more: { readonly order?: string; readonly offline?: boolean } = {}) => {
    const steps: string[] = [];
    const connection = { dynamodb: client, kafka: kafka.client, tables: { audit } } as unknown as Connection;
    const onStep = (title: string, total: number) => ({
      update: (done: number) => void steps.push(`${title} ${done}/${total}`),
      stop: () => undefined,
    });
    const verified = await verifyAuditTrail(connection, { offline: false, onStep, ...more });
    const faults = verified.faults.map(
      ({ order_id, seq, kind }) => `${order_id === first ? 1 : 2}/${Number(seq ?? 0)} ${kind}`,
    );
    return { ...verified, faults, steps };
  };
  const remove = (order_id: string, seq: string) =>
    client.send(new DeleteCommand({ TableName: audit, Key: { order_id, seq } }));

  it('finds no fault in an untouched trail, and reports progress', async () => {
    const { steps, ...verified } = await verify();
    expect(verified).toEqual({ orders: 2, pages: 6, facts: 8, compared: 16, faults: [] });
    expect(steps).toContain('chains 2/2');
    expect(steps.at(-1)).toBe('records 16/16');
    expect(kafka.groups.size).toBe(0);
  });

  it('finds an edited actor, and the pages that are gone', async () => {
    const pages = await dynamodbAudit(client, audit).pagesOf(first);
    const [, page] = pages as [AuditPage, AuditPage];
    const edited = page.records.map((one, index) => (index === 0 ? { ...one, actor: 'attacker' } : one));
    await client.send(new PutCommand({ TableName: audit, Item: pageItem({ ...page, records: edited }) }));
    await remove(second, '00000002');
    expect((await verify({ offline: true })).faults).toEqual(['1/2 edited', '2/3 gap']);
    expect((await verify()).faults.toSorted()).toEqual([
      '1/2 altered',
      '1/2 edited',
      '2/0 missing',
      '2/0 missing',
      '2/3 gap',
    ]);
  });

  it('finds a tail that was cut off, which the chain alone does not show', async () => {
    await remove(first, '00000003');
    expect((await verify({ offline: true })).faults).toEqual([]);
    expect((await verify()).faults).toEqual(['1/0 missing']);
  });

  it('compares each fact of an event that has several', async () => {
    const order = orderOf(['A', 'B'], 'a1b2c3d4-0000-5000-8000-000000000003');
    const facts = [createdEvent(order), reservedEvent(order.order_id, 'A'), paidEvent(order)];
    const placed = facts.map((fact) => {
      const value = JSON.stringify(fact);
      const topic = topicOf(fact.type);
      const offset = kafka.append(topic, { partition: 1, value });
      const payload_ref = { topic, partition: 1, offset, event_id: fact.event_id, digest: sha256(value) };
      return { fact, payload_ref, recordedAt: '2026-11-22T06:00:09.000Z' };
    });
    const audited = auditEvents(placed);
    for (const event of audited) kafka.append('orders.audit', { partition: 1, value: JSON.stringify(event) });
    // On their way are all three, then missing.
    kafka.commit('audit-record.audit', 8);
    expect((await verify()).faults).toEqual([]);
    kafka.commit('audit-record.audit', 9);
    expect((await verify()).faults).toEqual(Array.from({ length: 3 }, () => '2/0 missing'));
    await record({ store: dynamodbAudit(client, audit), digest: sha256 }).apply(order.order_id, audited);
    expect(await verify()).toMatchObject({ orders: 3, pages: 7, facts: 11, faults: [] });
  });

  it('looks at one order', async () => {
    await remove(first, '00000003');
    expect(await verify({ order: second })).toMatchObject({ orders: 1, pages: 3, facts: 4, faults: [] });
    expect((await verify({ order: first })).faults).toEqual(['1/0 missing']);
  });

  it('does not miss what is on its way', async () => {
    kafka.commit('audit-record.audit', 8);
    publish(reservedEvent(first, 'C'));
    expect((await verify()).faults).toEqual([]);
    kafka.commit('audit-record.audit', 9);
    expect((await verify()).faults).toEqual(['1/0 missing']);
  });
});
