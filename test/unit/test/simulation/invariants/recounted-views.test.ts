import { describe, expect, it } from 'vitest';
import { rejectionView } from '../../../../../functions/analytics/model/view-names-domain.ts';
import { recountedViews } from '../../../../simulation/invariants/recounted-views.ts';
import { eventLike, SmallWorld } from './small-world.ts';

const rejected = eventLike('STOCK_REJECTED', { sku: 'A', version: 1, timestamp: '2026-11-22T06:26:14.000Z' });
const row = { view: rejectionView('2026-11-22'), row: 'A', 'n.rejected': 1, 'f.version': 1 };

/** The event is there twice, with poison in between. */
const ended = (...rows: readonly object[]): SmallWorld => {
  const world = new SmallWorld(recountedViews());
  world.emit(rejected);
  world.pour('inventory.updated', '{}');
  world.emit(rejected);
  world.put('views', { view: 'progress', row: 'inventory.updated', at: rejected.timestamp });
  for (const one of rows) world.put('views', one);
  return world;
};

describe('what must hold of the views in the end', () => {
  it('is content where each event was counted once', () => {
    ended(row).end();
  });

  it.each<[string, SmallWorld]>([
    ['is {}, the topics log {"rejected":1}', ended()],
    ['is {"rejected":2}, the topics log {"rejected":1}', ended({ ...row, 'n.rejected': 2 })],
    ['is {"rejected":1}, the topics log {}', ended(row, { ...row, row: 'B' })],
  ])('objects: %s', (message, world) => {
    expect(() => world.end()).toThrow(message);
  });
});
