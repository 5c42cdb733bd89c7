import { describe, expect, it } from 'vitest';
import type { TableName } from '../../../../../schemas/tables.ts';
import { nothingDue } from '../../../../simulation/invariants/nothing-due.ts';
import { SmallWorld } from './small-world.ts';

const due = { due_shard: '0', due_at: '2026' };

describe('what must hold of waiting items in the end', () => {
  it('is content with what has been done, and with the statement of the gateway', () => {
    const world = new SmallWorld(nothingDue());
    world.put('notifications', { user_id: 'u', item: 'notification#1' });
    world.put('gateway', { idempotency_key: 'c', ...due });
    world.end();
  });

  it.each<[TableName, object]>([
    ['orders', { order_id: 'o', part: 'ORDER', ...due }],
    ['payments', { order_id: 'o', ...due }],
    ['notifications', { user_id: 'u', item: 'allowance', ...due }],
    ['notifications', { user_id: 'u', item: 'waiting#1' }],
  ])('objects to what still waits in %s', (table, item) => {
    const world = new SmallWorld(nothingDue());
    world.put(table, item);
    expect(() => world.end()).toThrow('there still waits');
  });
});
