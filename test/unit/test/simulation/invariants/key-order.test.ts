import { describe, expect, it } from 'vitest';
import type { EventByType, EventType } from '../../../../../schemas/generated/types.ts';
import { keyOrder } from '../../../../simulation/invariants/key-order.ts';
import { eventLike, orderId, SmallWorld } from './small-world.ts';

type AnyEvent = EventByType[EventType];

const notification = '7a0c2c0e-1d2f-5b3c-9e4d-5f6a7b8c9d01';
const reserved = (version: number): AnyEvent => eventLike('STOCK_RESERVED', { version }, `A ${version}`);
const ended = <T extends 'NOTIFICATION_SENT' | 'NOTIFICATION_FAILED'>(type: T): AnyEvent =>
  eventLike(type, { notification_id: notification } as Partial<EventByType[T]>);

const emitted = (...events: readonly AnyEvent[]): void => {
  const world = new SmallWorld(keyOrder());
  for (const event of events) world.emit(event);
};
const created = eventLike('ORDER_CREATED');
const processing = eventLike('ORDER_PROCESSING');
const shipped = eventLike('ORDER_SHIPPED');
const cancelled = eventLike('ORDER_CANCELLED');

describe('what must hold of the order of events', () => {
  it('is content with an order that goes its way, whatever is emitted of it again', () => {
    const paid = eventLike('ORDER_PAID');
    emitted(
      created,
      processing,
      paid,
      reserved(1),
      shipped,
      created,
      reserved(2),
      eventLike('ORDER_COMPLETED'),
      reserved(1),
    );
    emitted(created, processing, paid, cancelled, eventLike('PAYMENT_REFUNDED'), created);
  });

  it('is content with a step that is emitted after the cancel that came upon it', () => {
    emitted(created, cancelled, processing);
  });

  it('is content with the states of a dispute in any order', () => {
    const states = ['LOST', 'OPENED', 'FUNDS_WITHDRAWN'] as const;
    emitted(created, ...states.map((state) => eventLike('PAYMENT_DISPUTED', { state }, state)));
  });

  it.each<[string, readonly AnyEvent[]]>([
    ['ORDER_PROCESSING of', [processing]],
    ['ORDER_CANCELLED of', [cancelled]],
    ['was emitted before ORDER_PROCESSING', [created, shipped]],
    ['was emitted before ORDER_SHIPPED', [created, processing, eventLike('ORDER_COMPLETED')]],
    ['was emitted after ORDER_SHIPPED', [created, processing, shipped, cancelled]],
    ['was emitted after ORDER_CANCELLED', [created, processing, cancelled, shipped]],
    ['was emitted after ORDER_PAID', [eventLike('ORDER_PAID'), eventLike('PAYMENT_FAILED')]],
    ['was emitted after PAYMENT_FAILED', [eventLike('PAYMENT_FAILED'), eventLike('ORDER_PAID')]],
    ['was emitted before anything else', [eventLike('PAYMENT_REFUNDED')]],
    ['was emitted after NOTIFICATION_SENT', [ended('NOTIFICATION_SENT'), ended('NOTIFICATION_FAILED')]],
    ['is version 2, after 0', [reserved(2)]],
    ['is version 3, after 1', [reserved(1), reserved(3)]],
    ['was emitted under two ids', ['one', 'other'].map((id) => eventLike('PAYMENT_DISPUTED', {}, id))],
    ['was emitted under two ids', [created, eventLike('ORDER_CREATED', { event_id: orderId })]],
  ])('objects: %s', (message, events) => {
    expect(() => emitted(...events)).toThrow(message);
  });
});
