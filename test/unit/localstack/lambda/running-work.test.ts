import { describe, expect, it } from 'vitest';
import { RunningWork } from '../../../../localstack/lambda/running-work.ts';

describe('running work', () => {
  const started = (quietMs: number) => {
    const clock = { now: 1_000 };
    const work = new RunningWork(() => clock.now, quietMs);
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    return { clock, work, done: work.during(() => promise), resolve, reject };
  };

  it('is busy while it runs, however long, and shortly after', async () => {
    const { clock, work, done, resolve } = started(200);
    clock.now += 60_000;
    expect(work.busy).toBe(true);
    resolve('result');
    expect(await done).toBe('result');
    clock.now += 199;
    expect(work.busy).toBe(true);
    clock.now += 1;
    expect(work.busy).toBe(false);
  });

  it('is over when its last part is', async () => {
    const { work, done, resolve } = started(0);
    await work.during(async () => undefined);
    expect(work.busy).toBe(true);
    resolve('');
    await done;
    expect(work.busy).toBe(false);
  });

  it('is over when it fails', async () => {
    const { work, done, reject } = started(0);
    reject(new Error('failed'));
    await expect(done).rejects.toThrow('failed');
    expect(work.busy).toBe(false);
  });

  it('does not run before it has begun', () => {
    expect(new RunningWork(() => 0, 200).busy).toBe(false);
  });
});
