import { describe, expect, it } from 'vitest';
import { crashCoverage } from '../../../../simulation/run/coverage.ts';
import type { Results, Task } from '../../../../simulation/run/messages.ts';
import { runSchedules } from '../../../../simulation/run/run-schedules.ts';
import type { Schedule } from '../../../../simulation/run/schedule.ts';
import { addTally, emptyTally } from '../../../../simulation/run/tally.ts';
import { BrokenDown, type WorkerPool } from '../../../../simulation/run/worker-pool.ts';

type Run = Extract<Task, { readonly kind: 'run' }>;

/** Seed 7 alone comes to the lag; a run that is made to crash there comes to a send. */
const runOf = (schedule: Schedule): Results['run'] => {
  const tally = emptyTally();
  tally.schedules = 1;
  const crashes = (schedule.crashes ?? []).map(({ when, kind }) => `${when} ${kind}`);
  const awaitOf = (kind: string) => ({
    reached: 1,
    diedBefore: Number(crashes.includes(`before ${kind}`)),
    diedAfter: Number(crashes.includes(`after ${kind}`)),
    examples: [schedule],
  });
  if (schedule.seed === 7) tally.awaits['order/sweep'] = { 'Read lag': awaitOf('Read lag') };
  if (crashes.length > 0) tally.awaits['order/saga'] = { Send: awaitOf('Send') };
  const failure = { invariant: 'any', message: 'any' };
  return { tally, failed: crashes.includes('after Send') ? [{ schedule, failure }] : [] };
};

const pool = (ran: Schedule[], breaksAt?: number): Pick<WorkerPool, 'work'> => ({
  work: async (next, done, broken) => {
    for (let task = next(); task !== undefined; task = next()) {
      const { schedules } = task as unknown as Run;
      const bad = schedules.findIndex(({ seed }) => seed === breaksAt);
      if (bad >= 0) {
        broken(new BrokenDown(bad, 'It does not come to an end'), task);
        continue;
      }
      const result = { tally: emptyTally(), failed: [] as Results['run']['failed'][number][] };
      for (const schedule of schedules) {
        ran.push(schedule);
        const one = runOf(schedule);
        addTally(result.tally, one.tally);
        result.failed.push(...one.failed);
      }
      done(result as never, task);
    }
  },
});

describe('runSchedules', () => {
  it('runs every seed once, then crashes on purpose where none has crashed, also where only that leads to', async () => {
    const ran: Schedule[] = [];
    const { found, done } = runSchedules(pool(ran), { from: 1, count: 25 }, () => undefined);
    await done;
    expect(ran.slice(0, 25).map(({ seed }) => seed)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
    expect(crashCoverage(found.tally).flatMap(({ missed }) => missed)).toEqual([]);
    expect(Object.keys(found.tally.awaits)).toEqual(['order/sweep', 'order/saga']);
    expect(found.tally.schedules).toBe(25 + found.forced);
    expect(found.failed[0]?.schedule).toMatchObject({ seed: 7, crashes: [{ kind: 'Read lag' }, { kind: 'Send' }] });
  });

  it('counts a run that never ended as failed', async () => {
    const { found, done } = runSchedules(pool([], 13), { from: 1, count: 25 }, () => undefined);
    await done;
    expect(found.failed[0]).toMatchObject({ schedule: { seed: 13 }, failure: { invariant: 'comes to an end' } });
  });
});
