import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsWithin } from '../../../../../functions/inventory/model/groups-within.ts';

const numbered = fc
  .array(fc.nat(100_000), { maxLength: 30 })
  .map((times) => times.map((time, index) => ({ index, at: new Date(time).toISOString() })));

describe('groups within a span', () => {
  it('have each item once, in its order, and no two times further apart', () => {
    fc.assert(
      fc.property(numbered, fc.nat(20_000), (all, spanMs) => {
        const groups = groupsWithin(all, spanMs, ({ at }) => at);
        expect(groups.flat().sort((a, b) => a.index - b.index)).toEqual(all);
        for (const group of groups) {
          expect(group).toEqual(group.toSorted((a, b) => a.index - b.index));
          const times = group.map(({ at }) => Date.parse(at));
          expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(spanMs);
        }
      }),
    );
  });

  it('are one group if all times are within the span', () => {
    fc.assert(
      fc.property(numbered, (all) => {
        expect(groupsWithin(all, 100_000, ({ at }) => at)).toHaveLength(Math.min(all.length, 1));
      }),
    );
  });
});
