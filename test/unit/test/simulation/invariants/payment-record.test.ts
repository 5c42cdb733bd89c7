import { describe, expect, it } from 'vitest';
import { paymentId } from '../../../../../functions/shared/kernel/ids.ts';
import { paymentRecord } from '../../../../simulation/invariants/payment-record.ts';
import { SmallWorld } from './small-world.ts';

const pending = {
  ...{ order_id: 'o', payment_id: paymentId('o'), amount: 5, currency: 'EUR' },
  ...{ state: 'PENDING', version: 1, attempts: 0 },
};
const paid = { ...pending, state: 'PAID', version: 2, paid_at: '1' };

const started = (...items: readonly object[]): SmallWorld => {
  const world = new SmallWorld(paymentRecord());
  for (const item of items) world.put('payments', item);
  return world;
};

describe('what must hold of a payment', () => {
  it('is content with one that is charged and given back', () => {
    started(pending, paid, { ...paid, state: 'REFUNDING', version: 3 }, { ...paid, state: 'REFUNDED', version: 4 });
  });

  it.each<[string, readonly object[], object]>([
    ['begins as PAID', [], { ...paid, version: 1 }],
    ['begins as PENDING, version 2', [], { ...pending, version: 2 }],
    ['is named p', [], { ...pending, payment_id: 'p' }],
    ['from version 1 to 3', [pending], { ...paid, version: 3 }],
    ['from version 2 to 2', [pending, paid], paid],
    ['from PAID to UNKNOWN', [pending, paid], { ...paid, state: 'UNKNOWN', version: 3 }],
    ['had amount 5, now 6', [pending], { ...paid, amount: 6 }],
    ['had paid_at 1, now 2', [pending, paid], { ...paid, paid_at: '2', version: 3 }],
  ])('objects: %s', (message, before, item) => {
    const world = started(...before);
    expect(() => world.put('payments', item)).toThrow(message);
  });

  it('objects to one that is deleted', () => {
    expect(() => started(pending).remove('payments', { order_id: 'o' })).toThrow('was deleted');
  });
});
