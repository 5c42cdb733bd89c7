import { expect, it } from 'vitest';
import { StandingRun } from '../../../../simulation/run/standing-run.ts';

it('hangs after two minutes of looks at the same run, and not where another run begins meanwhile', () => {
  const standing = new StandingRun(1);
  const lookAt = (run: number) => Array.from({ length: 120 }, () => standing.hangsAt(run));
  expect(lookAt(1)).not.toContain(true);
  expect(standing.hangsAt(2)).toBe(false);
  expect(lookAt(2)).not.toContain(true);
  expect(standing.hangsAt(2)).toBe(true);
});
