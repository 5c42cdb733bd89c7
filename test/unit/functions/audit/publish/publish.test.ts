import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../../../functions/audit/model/domain.ts';
import { publish } from '../../../../../functions/audit/publish/publish.ts';
import { sha256 } from '../../../../../functions/audit/store/digest.node.ts';
import { topicOf } from '../../../../../functions/shared/runtime/idioms/domain-event.ts';
import type { NotificationSent, StockAdjusted } from '../../../../../schemas/generated/types.ts';
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
