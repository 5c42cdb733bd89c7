import { chunksOf } from '../../shared/kernel/chunks.ts';
import type { Count } from '../../shared/kernel/count.ts';
import { addCounts, type Counts, changed, type Row } from './domain.ts';
import type { Difference } from './recount-domain.ts';

/** Corrects a row: sums to add, which does not conflict with the projection's own additions, and fences that are behind. */
export interface Correction {
  readonly counts: Counts;
  /** Superfluous sums, as read: removed from the row, which otherwise could never shrink. */
  readonly removed: Counts;
  /** `from` is undefined if there was none. */
  readonly fences: Readonly<Record<string, { readonly from: number | undefined; readonly to: number }>>;
  /** The gaps that the row passed: their records are counted now, so that a replay counts none of them again. */
  readonly crossings?: Readonly<Record<string, { readonly from: number; readonly to: number }>>;
}

/** The end of the gap in a crossing's name. */
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

/** The row after its correction; undefined if it moved since it was read. */
export const corrected = (row: Row, { counts, removed, fences, crossings = {} }: Correction): Row | undefined => {
  const moved =
    Object.entries(fences).some(([fence, { from }]) => row.fences[fence] !== from) ||
    Object.entries(crossings).some(([crossing, { from }]) => row.crossings?.[crossing] !== from) ||
    Object.entries(removed).some(([sum, count]) => row.counts[sum] !== count);
  if (moved) return undefined;
  const left = Object.fromEntries(Object.entries(row.counts).filter(([sum]) => !(sum in removed)));
  const positions = Object.entries(fences).map(([fence, { to }]) => [fence, { from: to, to }]);
  const passed = Object.entries(crossings).map(([crossing, { from, to }]) => [crossing, { was: from, to }]);
  return changed(
    { ...row, counts: left },
    { counts, fences: Object.fromEntries(positions), crossings: Object.fromEntries(passed) },
  );
};

interface Sum {
  readonly name: string;
  readonly count: Count;
  readonly gone: boolean;
}

/** Sums per write, besides all fences: a DynamoDB expression is limited to 4 KB and 300 operators. */
const sumsPerWrite = 100;

/**
 * Splits a correction into writes within DynamoDB's limits, removals first, because the row may have the maximum item size. After
 * an interruption the row still differs, and the next rebuild corrects it.
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
