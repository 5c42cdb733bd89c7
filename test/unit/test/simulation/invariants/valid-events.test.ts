import { describe, expect, it } from 'vitest';
import { validEvents } from '../../../../simulation/invariants/valid-events.ts';
import { eventLike, SmallWorld } from './small-world.ts';

const created = eventLike('ORDER_CREATED');

describe('what must hold of everything that is emitted', () => {
  it('is content with what its schema allows', () => {
    new SmallWorld(validEvents()).emit(created);
  });

  it.each<[string, Parameters<SmallWorld['emit']>[0], Parameters<SmallWorld['emit']>[1]]>([
    ['amount', { ...created, amount: -1 }, {}],
    [
      'type UNKNOWN_TYPE',
      { ...created, type: 'UNKNOWN_TYPE' as 'ORDER_CREATED' },
      { topic: 'orders.created', key: 'A' },
    ],
    ['is on payments.completed', created, { topic: 'payments.completed' }],
    ['has the key B', created, { key: 'B' }],
  ])('objects: %s', (message, event, as) => {
    const world = new SmallWorld(validEvents());
    const value = JSON.stringify(event);
    const full = { topic: 'orders.created', key: created.order_id, value, ...as };
    expect(() => world.emit({ ...created, event_id: event.event_id }, full)).toThrow(message);
  });
});
