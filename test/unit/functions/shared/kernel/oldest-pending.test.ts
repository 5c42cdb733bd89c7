import { expect, it } from 'vitest';
import { oldestPending } from '../../../../../functions/shared/kernel/oldest-pending.ts';

const now = Date.parse('2026-11-22T06:31:02.417Z');

/** One partition whose records have these ages in milliseconds. */
const ageOf = async (ages: readonly number[], acknowledged: number) => {
  let questions = 0;
  const offsetsAt = async (time: number) => {
    questions += 1;
    const first = ages.findIndex((age) => now - age >= time);
    return new Map([[0, first < 0 ? ages.length : first]]);
  };
  const oldest = await oldestPending(offsetsAt, [{ partition: 0, acknowledged, end: ages.length }], now);
  return { age: now - oldest, questions };
};

it.each([1_500, 60_000, 3_600_000, 90 * 86_400_000])(
  'finds an age of %d ms to a twentieth, in ten questions',
  async (age) => {
    const found = await ageOf([age * 2, age, age / 2], 1);
    expect(found.age).toBeGreaterThan(age / 1.06);
    expect(found.age).toBeLessThan(age * 1.06);
    expect(found.questions).toBe(10);
  },
);

it('is now where nothing older than a second is pending, which takes one question', async () => {
  expect(await ageOf([900], 0)).toEqual({ age: 0, questions: 1 });
  expect(await ageOf([90_000], 1)).toEqual({ age: 0, questions: 1 });
});
