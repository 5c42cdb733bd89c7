import { describe, expect, it } from 'vitest';
import { chargedOrders } from '../../../../simulation/invariants/charged-orders.ts';
import { eventLike, orderId as order_id, SmallWorld } from './small-world.ts';

const created = eventLike('ORDER_CREATED');
const { amount } = created;
const charge = { idempotency_key: 'c', order_id, amount, outcome: 'approved' };
const refund = { idempotency_key: 'r', order_id, amount, outcome: 'refunded' };

const ended = (status: string, payment: string, booked: readonly object[] = [], saga: object = {}): SmallWorld => {
  const world = new SmallWorld(chargedOrders());
  world.emit(created);
  world.put('orders', { order_id, part: 'ORDER', status, ...saga });
  world.put('payments', { order_id, state: payment });
  world.put('gateway', { idempotency_key: 'attempts:c', attempts: 1 });
  for (const entry of booked) world.put('gateway', entry);
  return world;
};

describe('what must hold of the money in the end', () => {
  it.each<[string, string, readonly object[]]>([
    ['PAID', 'PAID', [charge]],
    ['SHIPPED', 'PAID', [charge]],
    ['COMPLETED', 'PAID', [charge]],
    ['CANCELLED', 'CANCELLED', []],
    ['CANCELLED', 'REFUNDED', [charge, refund]],
    ['CANCELLED', 'FAILED', [{ ...charge, outcome: 'declined' }]],
    ['PAYMENT_FAILED', 'FAILED', []],
    ['PAYMENT_FAILED', 'REFUNDED', [charge, refund]],
  ])('is content with an order that is %s, its payment %s', (status, payment, booked) => {
    ended(status, payment, booked).end();
  });

  it.each<[string, SmallWorld]>([
    ['its customer paid 0', ended('PAID', 'PAID')],
    [`its customer paid ${amount - 1}`, ended('PAID', 'PAID', [{ ...charge, amount: amount - 1 }])],
    ['its customer paid 0', ended('COMPLETED', 'PAID', [charge, refund])],
    [`its customer paid ${amount}`, ended('CANCELLED', 'REFUNDED', [charge])],
    [`its customer paid ${amount}`, ended('PAYMENT_FAILED', 'FAILED', [charge])],
    ['its payment is UNKNOWN', ended('PAID', 'UNKNOWN', [charge])],
    ['its payment is PAID', ended('CANCELLED', 'PAID')],
    ['its payment is CANCELLED', ended('CANCELLED', 'CANCELLED', [], { reached_PAID: {} })],
    ['its payment is CANCELLED', ended('PAYMENT_FAILED', 'CANCELLED')],
    ['its payment is CANCELLED', ended('PROCESSING', 'CANCELLED')],
    [
      'No record has order other',
      ended('PAID', 'PAID', [charge, { ...charge, idempotency_key: 'd', order_id: 'other' }]),
    ],
  ])('objects: %s (%#)', (message, world) => {
    expect(() => world.end()).toThrow(message);
  });

  it('objects to what the comparison with the statement found', () => {
    const world = ended('CANCELLED', 'CANCELLED');
    world.world.differences.push('OTHER_CHARGE c');
    expect(() => world.end()).toThrow('OTHER_CHARGE c');
  });
});
