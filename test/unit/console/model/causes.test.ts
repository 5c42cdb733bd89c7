import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../../../console/data/answers.ts';
import { byCause, isPending, mostReplayed, nextReplay } from '../../../../console/model/causes.ts';

describe('dead letters', () => {
  const letter = (offset: number, cause: string, more: Partial<DeadLetter> = {}): DeadLetter => ({
    ...{ partition: 0, offset, at: '2026-11-30T00:00:00.000Z', given_up_by: 'function', cause, replayable: true },
    ...more,
  });
  const mark = { replayed: { at: '2026-11-30T00:00:00.000Z', by: 'iam:x' } };

  it('are grouped by cause, whatever ids and numbers it has', () => {
    const groups = byCause([
      letter(1, 'order 7f0c7a52-6c2f-5b0e-9a53-0d8a3b0b8d11 is unknown'),
      letter(2, 'not JSON at position 17'),
      letter(3, 'not JSON at position 4'),
    ]);
    expect(groups.map(({ cause, letters }) => [cause, letters.length])).toEqual([
      ['not JSON at position #', 2],
      ['order … is unknown', 1],
    ]);
  });

  it('come first where most are not replayed', () => {
    const groups = byCause([letter(1, 'a', mark), letter(2, 'a', mark), letter(3, 'b')]);
    expect(groups.map(({ cause, pending }) => [cause, pending.length])).toEqual([
      ['b', 1],
      ['a', 0],
    ]);
  });

  it('are pending where the record is known and no replay has covered it', () => {
    expect([letter(1, 'a'), letter(1, 'a', mark), letter(1, 'a', { replayable: false })].map(isPending)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('are replayed the oldest first, at most a request’s worth', () => {
    const pending = Array.from({ length: mostReplayed + 5 }, (_, n) => letter(500 - n, 'a'));
    const replayed = nextReplay({ pending });
    expect(replayed).toHaveLength(mostReplayed);
    expect(replayed[0]).toEqual({ partition: 0, offset: 500 - mostReplayed - 4 });
  });
});
