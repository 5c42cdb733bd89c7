import { describe, expect, it } from 'vitest';
import { adjustmentId } from '../../../../../functions/shared/kernel/ids.ts';
import { adjustedOnce } from '../../../../simulation/invariants/adjusted-once.ts';
import { eventLike, SmallWorld } from './small-world.ts';

const action = { kind: 'adjust', at: 0, sku: 'A', qty: 1, name: 'initial' } as const;
const wanted = eventLike('STOCK_ADJUSTED', { sku: 'A', reservation_id: adjustmentId('A', 'named', 'initial') });

describe('what must hold of adjustments', () => {
  it('is content with those that a command requested', () => {
    const world = new SmallWorld(adjustedOnce(), { actions: [action] });
    world.emit(wanted);
    world.emit(eventLike('STOCK_RESERVED'));
  });

  it('objects to others', () => {
    const world = new SmallWorld(adjustedOnce(), { actions: [{ ...action, name: 'other' }] });
    expect(() => world.emit(wanted)).toThrow('No command requested the adjustment');
  });
});
