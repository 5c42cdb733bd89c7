import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awaitFinal } from '../../../../bin/load/await-final.ts';
import { VirtualClock } from '../../../support/load/virtual-clock.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('awaitFinal', () => {
  it('returns exactly the orders that never end, however many they are and wherever they are', async () => {
    const stuck = fc.uniqueArray(fc.nat({ max: 59 }));
    await fc.assert(
      fc.asyncProperty(stuck, async (never) => {
        const clock = new VirtualClock();
        const waiting = awaitFinal(numbers(60), async (n) => !never.includes(n), { clock, stalledMs: 30_000 });
        const unfinished = await clock.run(waiting);
        expect(unfinished.toSorted((a, b) => a - b)).toEqual(never.toSorted((a, b) => a - b));
      }),
    );
  });

  it('reads eight orders a second while none ends, and each of the others once', async () => {
    const clock = new VirtualClock();
    const endsAt = clock.now() + 20_000;
    let reads = 0;
    const isFinal = async () => {
      reads += 1;
      return clock.now() >= endsAt;
    };
    expect(await clock.run(awaitFinal(numbers(1_000), isFinal, { clock, stalledMs: 30_000 }))).toEqual([]);
    expect(reads).toBe(20 * 8 + 1_000);
  });

  it('passes on that the platform is gone', async () => {
    const clock = new VirtualClock();
    const waiting = awaitFinal([1], () => Promise.reject(new Error('gone')), { clock, stalledMs: 30_000 });
    await expect(clock.run(waiting)).rejects.toThrow('gone');
  });
});
