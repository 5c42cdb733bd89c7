import { describe, expect, it } from 'vitest';
import type { EventByType, EventType } from '../../../../../schemas/generated/types.ts';
import type { TableName } from '../../../../../schemas/tables.ts';
import { stateFirst } from '../../../../simulation/invariants/state-first.ts';
import { eventLike, orderId as order_id, SmallWorld } from './small-world.ts';

const sent = eventLike('NOTIFICATION_SENT');
const record = { user_id: sent.user_id, item: `notification#${sent.notification_id}` };
const saga = { order_id, part: 'ORDER' };
const stock = eventLike('STOCK_RESERVED');

/** An event, and the item that has its state. */
const cases: readonly [EventByType[EventType], TableName, object][] = [
  [eventLike('ORDER_CREATED'), 'orders', { order_id, part: 'ORDER' }],
  [eventLike('ORDER_PROCESSING'), 'orders', { ...saga, reached_PROCESSING: {} }],
  [eventLike('ORDER_CANCELLED'), 'orders', { ...saga, reached_CANCELLED: {} }],
  [eventLike('ORDER_SHIPPED'), 'orders', { ...saga, reached_SHIPPED: {} }],
  [eventLike('ORDER_COMPLETED'), 'orders', { ...saga, reached_COMPLETED: {} }],
  [eventLike('ORDER_CANCEL_REQUESTED'), 'orders', { ...saga, request_CANCEL: {} }],
  [eventLike('ORDER_SHIP_REQUESTED'), 'orders', { ...saga, request_SHIP: {} }],
  [eventLike('ORDER_COMPLETE_REQUESTED'), 'orders', { ...saga, request_COMPLETE: {} }],
  [eventLike('ORDER_PAID'), 'payments', { order_id, paid_at: '1' }],
  [eventLike('PAYMENT_FAILED'), 'payments', { order_id, failed_at: '1' }],
  [eventLike('PAYMENT_REFUNDED'), 'payments', { order_id, refunded_at: '1' }],
  [eventLike('RESERVE'), 'holds', { order_id }],
  [stock, 'stock', { sku: stock.sku, version: stock.version }],
  [sent, 'notifications', { ...record, remembered: { outcome: { state: 'SENT' } } }],
  [
    eventLike('NOTIFICATION_DEFERRED', { notification_id: sent.notification_id, user_id: sent.user_id }),
    'notifications',
    { ...record, remembered: { deferral: {} } },
  ],
];

describe('what must hold of what is emitted', () => {
  it.each(cases.map(([event, table, item]) => [event.type, event, table, item] as const))(
    'objects to %s as long as its state does not know of it',
    (_type, event, table, item) => {
      expect(() => new SmallWorld(stateFirst()).emit(event)).toThrow('was emitted before it was stored');
      const world = new SmallWorld(stateFirst());
      world.put(table, item);
      world.emit(event);
    },
  );

  it('is content with commands, whose state is their cause', () => {
    for (const type of ['COMMIT', 'RELEASE', 'ADJUST', 'AUDIT_RECORDED'] as const)
      new SmallWorld(stateFirst()).emit(eventLike(type));
  });
});
