import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemTimers } from '../../../../localstack/schedules/timers.ts';

const day = 86_400_000;

beforeEach(() => vi.useFakeTimers({ now: 0 }));
afterEach(() => vi.useRealTimers());

test('a time further away than setTimeout reaches is waited for', () => {
  const run = vi.fn();
  systemTimers.at(60 * day, run);
  vi.advanceTimersByTime(60 * day - 1);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledOnce();
});

test('a cancelled one never runs, also after it was armed again', () => {
  const run = vi.fn();
  const cancel = systemTimers.at(60 * day, run);
  vi.advanceTimersByTime(50 * day);
  cancel();
  vi.advanceTimersByTime(50 * day);
  expect(run).not.toHaveBeenCalled();
});
