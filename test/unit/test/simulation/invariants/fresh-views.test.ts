import { describe, expect, it } from 'vitest';
import { freshViews } from '../../../../simulation/invariants/fresh-views.ts';
import { eventLike, SmallWorld } from './small-world.ts';

const created = eventLike('ORDER_CREATED');

const ended = (at: string): SmallWorld => {
  const world = new SmallWorld(freshViews());
  world.emit(created);
  // Of no view.
  world.emit(eventLike('ORDER_CANCEL_REQUESTED', { timestamp: '2027-01-01T00:00:00.000Z' }));
  world.put('views', { view: 'progress', row: 'orders.created', at });
  return world;
};

describe('what must hold of the freshness of views in the end', () => {
  it('is content where they are of the newest event that they count', () => {
    ended(created.timestamp).end();
  });

  it('does not ask it of disputes, which the projection is not given', () => {
    const world = ended(created.timestamp);
    const paid = eventLike('ORDER_PAID');
    world.emit(paid);
    world.emit(eventLike('PAYMENT_DISPUTED', { timestamp: '2027-01-01T00:00:00.000Z' }));
    world.put('views', { view: 'progress', row: 'payments.completed', at: paid.timestamp });
    world.end();
  });

  it('objects where they claim to be older', () => {
    expect(() => ended('2026-11-22T00:00:00.000Z').end()).toThrow('ORDER_CREATED of');
  });
});
