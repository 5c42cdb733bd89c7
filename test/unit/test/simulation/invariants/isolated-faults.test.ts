import { describe, expect, it } from 'vitest';
import { isolatedFaults } from '../../../../simulation/invariants/isolated-faults.ts';
import { startsAt } from '../../../../simulation/world/world.ts';
import { eventLike, orderId, SmallWorld } from './small-world.ts';

const invalid = [{ function: 'order/saga', type: 'ORDER_PROCESSING', nth: 1 }];
const happened = (secondsAgo: number) =>
  eventLike('ORDER_CREATED', { timestamp: new Date(startsAt - secondsAgo * 1_000).toISOString() });

const emitted = (
  secondsAgo: number,
  options: { readonly modes?: object; readonly orders?: readonly string[] } = {},
) => {
  const { modes = { invalid }, orders = [] } = options;
  const small = new SmallWorld(isolatedFaults(), { modes });
  Object.assign(small.world, { invalidEvents: { orders: new Set(orders) } });
  small.emit(happened(secondsAgo));
};

describe('what must hold of events of other orders than the invalid one', () => {
  it('holds of what is emitted in time', () => {
    expect(() => emitted(60)).not.toThrow();
  });

  it('objects to what is emitted minutes after it happened', () => {
    expect(() => emitted(120)).toThrow('emitted 120 s after it happened');
  });

  it('lets the order of the invalid event wait, and asks nothing of runs without one', () => {
    expect(() => emitted(86_400, { orders: [orderId] })).not.toThrow();
    expect(() => emitted(86_400, { modes: {} })).not.toThrow();
  });
});
