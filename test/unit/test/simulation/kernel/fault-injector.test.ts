import { describe, expect, it, vi } from 'vitest';
import { FaultInjector } from '../../../../simulation/kernel/fault-injector.ts';
import { Moments } from '../../../../simulation/kernel/moments.ts';
import type { AwaitPlace, FaultSpec } from '../../../../simulation/plan/plan.ts';

const spec = (place: AwaitPlace): FaultSpec => ({
  function: 'order/saga',
  place,
  kind: 'die-before',
  amount: 0,
  pick: 0,
});

describe('FaultInjector', () => {
  const hits = (place: AwaitPlace, kinds: readonly string[]) => {
    const injector = new FaultInjector([spec(place)]);
    return kinds.flatMap((kind, index) => (injector.at('order/saga', kind) === undefined ? [] : [index]));
  };

  it.each<[AwaitPlace, readonly number[]]>([
    [{ like: 'Put', occurrence: 2 }, [2]],
    [{ like: 'Put orders', occurrence: 1, times: 2 }, [2, 4]],
    [{ like: 'Put', occurrence: 5 }, []],
    [{ nth: 2 }, [1]],
    [{ kind: 'Put orders', occurrence: 2 }, [4]],
    [{ distinct: 2, occurrence: 1 }, [1]],
  ])('counts requests by what they are: %j', (place, expected) => {
    expect(hits(place, ['Put holds', 'Get orders', 'Put orders', 'Get orders', 'Put orders'])).toEqual(expected);
  });

  it('begins to count at a moment', () => {
    const moments = new Moments();
    const injector = new FaultInjector(
      [spec({ like: 'Put', occurrence: 1, after: { of: 'RESERVE', times: 2 } })],
      moments,
    );
    const at = () => injector.at('order/saga', 'Put orders');
    moments.pass('RESERVE');
    expect(at()).toBeUndefined();
    moments.pass('RESERVE');
    expect(injector.at('order/sweep', 'Put orders')).toBeUndefined();
    expect(at()).toBeDefined();
    expect(at()).toBeUndefined();
  });

  it('makes moments of what goes wrong', () => {
    const moments = new Moments();
    new FaultInjector([], moments).trouble('order/saga#3', 0);
    expect(moments.isPast({ of: 'order/saga' })).toBe(true);
  });
});

describe('Moments', () => {
  it('acts once the moment comes, and at once where it has passed', () => {
    const moments = new Moments();
    const action = vi.fn();
    moments.when({ of: 'RESERVE' }, action);
    moments.pass('COMMIT');
    expect(action).not.toHaveBeenCalled();
    moments.pass('RESERVE');
    moments.pass('RESERVE');
    expect(action).toHaveBeenCalledTimes(1);
    moments.when({ of: 'RESERVE', times: 2 }, action);
    moments.when(undefined, action);
    expect(action).toHaveBeenCalledTimes(3);
    moments.when({ of: 'RESERVE', times: 3 }, action);
    expect(action).toHaveBeenCalledTimes(3);
  });
});
