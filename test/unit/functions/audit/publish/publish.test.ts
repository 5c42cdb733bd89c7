import { describe, expect, it } from 'vitest';
import { auditRecords, type Fact } from '../../../../../functions/audit/model/domain.ts';
import { publish } from '../../../../../functions/audit/publish/publish.ts';
import { sha256 } from '../../../../../functions/audit/store/digest.node.ts';
import { topicOf } from '../../../../../functions/shared/runtime/idioms/domain-event.ts';
import type { AuditRecorded, NotificationSent, StockAdjusted } from '../../../../../schemas/generated/types.ts';
import { validateAuditRecorded } from '../../../../../schemas/generated/validators.js';
import { createdEvent, orderOf, paidEvent, reservedEvent } from '../../../../support/order-events.ts';

const order = orderOf(['A']);

/** The fact as a record at an offset of partition 3. */
const received = (fact: Fact, offset = 7) => ({
  event: fact,
  record: {
    topic: topicOf(fact.type),
    partition: 3,
    offset,
    timestamp: Date.parse('2026-11-22T06:00:05.000Z'),
    key: null,
    value: Buffer.from(JSON.stringify(fact)),
    headers: [],
  },
});
const emitted = async (...facts: readonly Fact[]) => (await publish(sha256)(facts.map((fact) => received(fact)))).emit;

const { order_id: _, delta: __, state: ___, ...stock } = reservedEvent(order.order_id, 'A');
const adjusted: StockAdjusted = { ...stock, type: 'STOCK_ADJUSTED', delta: 5, state: 'ADJUSTED' };
const { payment_id, amount, currency, processed_at, order_id, ...envelope } = paidEvent(order);
const sent: NotificationSent = {
  ...envelope,
  ...{ type: 'NOTIFICATION_SENT', state: 'SENT', sent_at: processed_at },
  notification_id: 'a1b2c3d4-0000-5000-8000-0000000000aa',
  ...{ user_id: 'ops', channel: 'email', template: 'stock-out' },
};

describe('publishing facts for the audit trail', () => {
  it('emits type, actor, time and place of the event', async () => {
    const fact = createdEvent(order);
    const [audit] = await emitted(fact);
    expect(validateAuditRecorded(audit)).toBeNull();
    expect(audit).toMatchObject({
      type: 'AUDIT_RECORDED',
      order_id: order.order_id,
      event: 'ORDER_CREATED',
      actor: 'order/intake',
      occurred_at: order.created_at,
      timestamp: '2026-11-22T06:00:05.000Z',
      trace_id: order.trace_id,
      metadata: { correlation_id: order.order_id, source: 'audit/publish' },
      payload_ref: {
        topic: 'orders.created',
        partition: 3,
        offset: 7,
        event_id: fact.event_id,
        digest: sha256(JSON.stringify(fact)),
      },
    });
  });

  it('names the requesting actor if it is not the system itself', async () => {
    const fact = createdEvent(order);
    const [audit] = await emitted({ ...fact, metadata: { ...fact.metadata, actor: 'user:ada' } });
    expect(audit).toMatchObject({ actor: 'user:ada' });
  });

  it('emits the same for the same record, and one id for a fact that was emitted twice', async () => {
    const run = publish(sha256);
    const fact = paidEvent(order);
    const [first, again, elsewhere] = await Promise.all([
      run([received(fact)]),
      run([received(fact)]),
      run([received(fact, 8)]),
    ]);
    expect(JSON.stringify(again.emit)).toBe(JSON.stringify(first.emit));
    expect(elsewhere.emit.map(({ event_id }) => event_id)).toEqual(first.emit.map(({ event_id }) => event_id));
    const [another] = await emitted(createdEvent(order));
    expect(another?.event_id).not.toBe(first.emit[0]?.event_id);
  });

  it('emits one event for the facts of each order, in the order of their places', async () => {
    const other = orderOf(['A'], 'a1b2c3d4-0000-5000-8000-000000000002');
    const [created, again, reserved] = [createdEvent(order), createdEvent(order), reservedEvent(order.order_id, 'A')];
    const batch = [received(again, 9), received(createdEvent(other), 8), received(reserved, 3), received(created, 7)];
    const { emit } = await publish(sha256)(batch);
    expect(emit.map((event) => validateAuditRecorded(event))).toEqual([null, null]);
    const facts = (emit as readonly AuditRecorded[]).map((event) => [
      event.order_id,
      ...auditRecords(event).map((fact) => `${fact.event} ${fact.offset}`),
    ]);
    // Of topics in their order; ORDER_CREATED, which was emitted twice, at its first place.
    expect(facts).toEqual([
      [order.order_id, 'STOCK_RESERVED 3', 'ORDER_CREATED 7'],
      [other.order_id, 'ORDER_CREATED 8'],
    ]);
    const redelivered = await publish(sha256)(batch.toReversed());
    expect(JSON.stringify(redelivered.emit)).toBe(JSON.stringify(emit));
  });

  it('splits the facts of the longest order into events that brokers accept', async () => {
    const skus = Array.from({ length: 2_000 }, (_, index) => `${index}-`.padEnd(64, 'S'));
    const { emit } = await publish(sha256)(
      skus.map((sku, offset) => {
        const fact = reservedEvent(order.order_id, sku);
        const actor = 'é'.repeat(256);
        return received({ ...fact, metadata: { ...fact.metadata, actor } }, offset);
      }),
    );
    const events = emit as readonly AuditRecorded[];
    expect(events).toHaveLength(10);
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(10);
    expect(events.flatMap(auditRecords)).toHaveLength(2_000);
    for (const event of events) {
      expect(validateAuditRecorded(event)).toBeNull();
      expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(1_000_000);
    }
  });

  it.each([
    ['an adjustment', adjusted, adjusted.reservation_id],
    ['a notification of no order', sent, sent.notification_id],
    ['a notification of an order', { ...sent, order_id: order.order_id }, order.order_id],
    ['a line of an order', reservedEvent(order.order_id, 'A'), order.order_id],
  ])('files %s under %s', async (_name, fact, subject) => {
    const [audit] = await emitted(fact as Fact);
    expect(audit).toMatchObject({ order_id: subject });
    expect(validateAuditRecorded(audit)).toBeNull();
  });
});
