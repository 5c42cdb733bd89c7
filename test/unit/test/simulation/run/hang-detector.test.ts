import { expect, it } from 'vitest';
import { HangDetector } from '../../../../simulation/run/hang-detector.ts';

it('hangs after two minutes of looks at the same run, and not where another run begins meanwhile', () => {
  const detector = new HangDetector(1);
  const lookAt = (run: number) => Array.from({ length: 120 }, () => detector.hangsAt(run));
  expect(lookAt(1)).not.toContain(true);
  expect(detector.hangsAt(2)).toBe(false);
  expect(lookAt(2)).not.toContain(true);
  expect(detector.hangsAt(2)).toBe(true);
});
