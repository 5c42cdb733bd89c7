import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Usage, usageOf } from '../../../../bin/cost/usage.ts';

const usage = (lines: number, each: number): Usage => ({
  lines,
  requests: each,
  writeUnits: 12 + 6 * lines,
  readUnits: each,
  invocations: each,
  billedMs: each,
  messages: each,
  messageBytes: each,
  storedBytes: each,
  loggedBytes: each,
});

const measured = [usage(1, 10), usage(3, 20), usage(25, 42)];

it.each([
  [1, 10],
  [2, 15],
  [3, 20],
  [14, 31],
  [25, 42],
  [36, 53],
])('an order of %i lines uses what lies between its neighbours', (lines, requests) => {
  expect(usageOf(measured, lines)).toMatchObject({ lines, requests });
});

it('is exact where the usage is a straight line, between the sizes and beyond them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), (lines) => {
      expect(usageOf(measured, lines).writeUnits).toBeCloseTo(12 + 6 * lines);
    }),
  );
});

it('needs two sizes', () => {
  expect(() => usageOf([usage(1, 10)], 1)).toThrow('at least two');
});
