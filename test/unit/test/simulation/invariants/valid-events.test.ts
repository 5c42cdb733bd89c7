import { describe, expect, it } from 'vitest';
import { validEvents } from '../../../../simulation/invariants/valid-events.ts';
import { eventLike, SmallWorld } from './small-world.ts';

const created = eventLike('ORDER_CREATED');

describe('what must hold of everything that is said', () => {
  it('is content with what its schema allows', () => {
    new SmallWorld(validEvents()).say(created);
  });

  it.each<[string, Parameters<SmallWorld['say']>[0], Parameters<SmallWorld['say']>[1]]>([
    ['amount', { ...created, amount: -1 }, {}],
    [
      'type NOBODY_KNOWS',
      { ...created, type: 'NOBODY_KNOWS' as 'ORDER_CREATED' },
      { topic: 'orders.created', key: 'A' },
    ],
    ['is on payments.completed', created, { topic: 'payments.completed' }],
    ['has the key B', created, { key: 'B' }],
  ])('objects: %s', (told, event, as) => {
    const world = new SmallWorld(validEvents());
    const value = JSON.stringify(event);
    const full = { topic: 'orders.created', key: created.order_id, value, ...as };
    expect(() => world.say({ ...created, event_id: event.event_id }, full)).toThrow(told);
  });
});
