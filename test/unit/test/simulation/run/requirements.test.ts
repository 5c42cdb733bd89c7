import { describe, expect, it } from 'vitest';
import { everyFault } from '../../../../simulation/run/every-fault.ts';
import { requirements } from '../../../../simulation/run/requirements.ts';
import type { Tally } from '../../../../simulation/run/tally.ts';

const all = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 1]));
const states = ['CANCELLED', 'COMPLETED', 'PAID', 'PAYMENT_FAILED', 'SHIPPED'];
const full = (schedules: number): Tally => ({
  schedules,
  awaits: { 'order/saga': { 'Read lag': { reached: 9, diedBefore: 1, diedAfter: 1, examples: [] } } },
  faults: all(everyFault),
  orders: all(states),
  answers: {},
  kafka: {},
});
const unmet = (tally: Tally, failed: Parameters<typeof requirements>[0]['failed'] = []): readonly string[] =>
  requirements({ tally, failed })
    .filter(({ met }) => !met)
    .map(({ name }) => name);
const without = (counts: Readonly<Record<string, number>>, name: string) =>
  Object.fromEntries(Object.entries(counts).filter(([other]) => other !== name));

describe('requirements of a run', () => {
  it('are met by a run in which everything came up', () => {
    for (const schedules of [1, 500, 20_000]) expect(unmet(full(schedules))).toEqual([]);
  });

  it('ask for a schedule, and none that failed', () => {
    expect(unmet(full(0))).toEqual(['0 schedules without a failure']);
    const failed = [{ schedule: { seed: 1 }, failure: { invariant: 'any', message: 'any' } }];
    expect(unmet(full(10), failed)).toEqual(['10 schedules without a failure']);
  });

  it('ask that orders end in every way', () => {
    for (const state of states) {
      const tally = { ...full(2_000), orders: without(all(states), state) };
      expect(unmet(tally)).toEqual([`orders end ${state}`]);
      expect(unmet({ ...tally, schedules: 499 })).toEqual([]);
    }
  });

  it('ask for every kind of fault where there are enough schedules, and for the usual ones where there are some', () => {
    for (const fault of everyFault) {
      const tally = { ...full(20_000), faults: without(all(everyFault), fault) };
      expect(unmet(tally)).toEqual([`injected: ${fault}`]);
    }
    const faults = { ...all(everyFault), zombie: 0, throttled: 0 };
    expect(unmet({ ...full(2_000), faults })).toEqual(['injected: zombie']);
  });

  it('ask for a crash before and after every await where there are enough schedules', () => {
    for (const missed of ['diedBefore', 'diedAfter']) {
      const { awaits } = full(1);
      const kinds = { 'Read lag': { reached: 9, diedBefore: 1, diedAfter: 1, examples: [], [missed]: 0 } };
      const tally = { ...full(20_000), awaits: { ...awaits, 'order/sweep': kinds } };
      expect(unmet(tally)).toEqual(['crashed at every await of order/sweep']);
      expect(unmet({ ...tally, schedules: 19_999 })).toEqual([]);
    }
  });
});
