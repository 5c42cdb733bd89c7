import { chunksOf } from '../../shared/kernel/chunks.ts';
import type { Count } from '../../shared/kernel/count.ts';
import { addCounts, type Counts } from './domain.ts';
import type { Difference } from './recount-domain.ts';

/** What makes a row right: sums to add, which the projection may go on adding to, and fences that lay behind. */
export interface Correction {
  readonly counts: Counts;
  /** Sums that there should not be, as they were read: taken out of the row, or a row of thousands could never shrink. */
  readonly removed: Counts;
  /** From undefined where there was none. */
  readonly fences: Readonly<Record<string, { readonly from: number | undefined; readonly to: number }>>;
  /** The gaps that the row passed: all records in them are counted now, so that none of them counts when it is replayed. */
  readonly crossings?: Readonly<Record<string, { readonly from: number; readonly to: number }>>;
}

/** The end of the gap that a crossing is named after. */
const gapEnd = (crossing: string): number => Number(crossing.split('.')[1]);

export const correctionOf = ({ live, expected }: Difference): Correction => {
  const counts: Record<string, Count> = { ...expected.counts };
  addCounts(counts, live.counts, -1);
  const isThere = (name: string): boolean => (expected.counts[name] ?? 0) !== 0;
  const behind = Object.entries(expected.fences).filter(([name, to]) => (live.fences[name] ?? -1) < to);
  return {
    counts: Object.fromEntries(Object.entries(counts).filter(([name, count]) => isThere(name) && count !== 0)),
    removed: Object.fromEntries(Object.entries(live.counts).filter(([name]) => !isThere(name))),
    fences: Object.fromEntries(behind.map(([name, to]) => [name, { from: live.fences[name], to }])),
    ...(live.crossings && {
      crossings: Object.fromEntries(
        Object.entries(live.crossings).map(([name, from]) => [name, { from, to: gapEnd(name) }]),
      ),
    }),
  };
};

interface Sum {
  readonly name: string;
  readonly count: Count;
  readonly gone: boolean;
}

/** An expression of DynamoDB has 4 KB, and 300 operators: so many sums go into one write, beside all fences. */
const sumsPerWrite = 100;

/**
 * The correction in writes that DynamoDB takes, what is removed first: the row may be as large as an item can be. Interrupted
 * between two, the row differs still and is corrected by the next rebuild.
 */
export const writesOf = ({ counts, removed, fences, crossings }: Correction): readonly Correction[] => {
  const sums: readonly Sum[] = [
    ...Object.entries(removed).map(([name, count]) => ({ name, count, gone: true })),
    ...Object.entries(counts).map(([name, count]) => ({ name, count, gone: false })),
  ];
  const some = (chunk: readonly Sum[], gone: boolean): Counts =>
    Object.fromEntries(chunk.filter((one) => one.gone === gone).map(({ name, count }) => [name, count]));
  return chunksOf(sums, sumsPerWrite).map((chunk, index) => ({
    counts: some(chunk, false),
    removed: some(chunk, true),
    fences: index === 0 ? fences : {},
    ...(index === 0 && crossings && { crossings }),
  }));
};
