import { describe, expect, it } from 'vitest';
import { deadLetters } from '../../../../simulation/invariants/dead-letters.ts';
import { eventLike, SmallWorld } from './small-world.ts';

const headers = {
  'dlq-cause': 'The event has no type',
  'dlq-source-topic': 'orders.created',
  'dlq-partition': '0',
  'dlq-offset': '0',
};
const created = eventLike('ORDER_CREATED');

const started = (): SmallWorld => {
  const world = new SmallWorld(deadLetters());
  world.pour('orders.created', '{}');
  world.emit(created);
  return world;
};

describe('what must hold of dead letters', () => {
  it('is content with poison', () => {
    started().pour('orders.created.dlq', '{}', headers);
  });

  it.each<[string, string, Readonly<Record<string, string>>, string?]>([
    ['An event source dead-lettered', '{}', {}],
    ['is on payments.completed.dlq', '{}', headers, 'payments.completed.dlq'],
    ['where nothing is', '{}', { ...headers, 'dlq-offset': '7' }],
    ['which was {}', '[]', headers],
  ])('objects: %s', (message, value, as, topic = 'orders.created.dlq') => {
    expect(() => started().pour(topic, value, as)).toThrow(message);
  });

  it('is content with what an event source dead-letters, where the plan lets it', () => {
    new SmallWorld(deadLetters(), { modes: { attempts: 3 } }).pour('orders.created.dlq', '{}');
  });

  it('objects to an event that a service emitted', () => {
    const letter = { ...headers, 'dlq-offset': '1' };
    const world = started();
    expect(() => world.emit(created, { topic: 'orders.created.dlq', headers: letter })).toThrow('Dead-lettered is');
  });
});
