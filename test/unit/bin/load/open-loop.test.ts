import { describe, expect, it } from 'vitest';
import { openLoop } from '../../../../bin/load/open-loop.ts';
import { VirtualClock } from '../../../support/load/virtual-clock.ts';

const never = new AbortController().signal;

describe('openLoop', () => {
  it('starts each arrival at its time while all earlier ones wait for their answers', async () => {
    const clock = new VirtualClock();
    const startAt = clock.now();
    const startedAt: number[] = [];
    const run = openLoop([0, 100, 200, 300], startAt, { clock, signal: never }, async (_, dueAt) => {
      startedAt.push(clock.now() - startAt);
      expect(clock.now()).toBe(dueAt);
      await clock.sleep(60_000);
    });
    await clock.run(run);
    expect(startedAt).toEqual([0, 100, 200, 300]);
    expect(clock.now() - startAt).toBe(60_300);
  });

  it('starts nothing after the signal, and waits for what it has started', async () => {
    const clock = new VirtualClock();
    const startAt = clock.now();
    const stop = new AbortController();
    const ended: number[] = [];
    const run = openLoop([0, 100, 5_000], startAt, { clock, signal: stop.signal }, async (index) => {
      await clock.sleep(1_000);
      ended.push(index);
      if (index === 0) stop.abort();
    });
    await clock.run(run);
    expect(ended).toEqual([0, 1]);
    expect(clock.now() - startAt).toBe(1_100);
  });
});
