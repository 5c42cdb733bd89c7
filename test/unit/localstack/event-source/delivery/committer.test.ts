import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Committer } from '../../../../../localstack/event-source/delivery/committer.ts';
import { VirtualClock } from '../../../../support/event-source/virtual-clock.ts';

const delays = { processed: 400, filtered: 2000 };

const gathering = (send: (offsets: ReadonlyMap<number, number>) => Promise<void> = async () => undefined) => {
  const clock = new VirtualClock();
  const began = clock.now();
  const requests: { readonly at: number; readonly offsets: Readonly<Record<number, number>> }[] = [];
  const committed = new Map<number, number>();
  const committer = new Committer(
    {
      clock,
      send: async (offsets) => {
        requests.push({ at: clock.now() - began, offsets: Object.fromEntries(offsets) });
        await send(offsets);
      },
      committed: (partition, offset) => committed.set(partition, offset),
      failed: () => undefined,
    },
    delays,
  );
  return { clock, committer, requests, committed };
};

describe('offsets that are gathered', () => {
  it('E6: are committed together, as late as the first of them may wait', async () => {
    const { clock, committer, requests } = gathering();
    committer.request(0, 1);
    await clock.advance(300);
    committer.request(1, 5);
    committer.request(0, 2);
    await clock.advance(99);
    expect(requests).toEqual([]);
    await clock.advance(5000);
    expect(requests).toEqual([{ at: 400, offsets: { 0: 2, 1: 5 } }]);
  });

  it('E7: wait longer where records were only filtered out, but go with processed ones', async () => {
    const { clock, committer, requests } = gathering();
    committer.request(0, 1, 'filtered');
    await clock.advance(1999);
    expect(requests).toEqual([]);
    await clock.advance(1);
    committer.request(0, 2, 'filtered');
    committer.request(1, 7);
    await clock.advance(5000);
    expect(requests).toEqual([
      { at: 2000, offsets: { 0: 1 } },
      { at: 2400, offsets: { 0: 2, 1: 7 } },
    ]);
  });

  it('M1: are committed at once before a rebalance, and when the mapping stops', async () => {
    const { clock, committer, requests } = gathering();
    committer.request(0, 1);
    committer.hasten();
    await clock.advance();
    committer.request(0, 2);
    await committer.flush();
    await clock.advance(5000);
    expect(requests).toEqual([
      { at: 0, offsets: { 0: 1 } },
      { at: 0, offsets: { 0: 2 } },
    ]);
  });

  it('E6: whatever is requested and refused, at most every 100 ms, and the last of each partition in the end', async () => {
    const step = fc.record({
      partition: fc.nat({ max: 3 }),
      progress: fc.constantFrom('processed' as const, 'filtered' as const),
      afterMs: fc.nat({ max: 700 }),
      refused: fc.boolean(),
      hasten: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        let refuses = false;
        const { clock, committer, requests, committed } = gathering(async () => {
          if (refuses) throw new Error('REBALANCE_IN_PROGRESS');
        });
        const wanted = new Map<number, number>();
        let hastened = 0;
        for (const { partition, progress, afterMs, refused, hasten } of steps) {
          refuses = refused;
          wanted.set(partition, (wanted.get(partition) ?? 0) + 1);
          committer.request(partition, wanted.get(partition) ?? 0, progress);
          if (hasten) {
            committer.hasten();
            hastened += 1;
          }
          await clock.advance(afterMs);
        }
        refuses = false;
        await clock.advance(2000);
        expect(committed).toEqual(wanted);
        const elapsed = steps.reduce((sum, { afterMs }) => sum + afterMs, 2000);
        expect(requests.length).toBeLessThanOrEqual(1 + elapsed / 100 + hastened);
      }),
      { numRuns: 100 },
    );
  });
});
