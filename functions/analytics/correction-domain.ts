import { addCounts, type Counts } from './domain.ts';
import type { Difference } from './recount-domain.ts';

/** What makes a row right: sums to add, which the projection may go on adding to, and fences that lay behind. */
export interface Correction {
  readonly counts: Counts;
  /** From undefined where there was none. */
  readonly fences: Readonly<Record<string, { readonly from: number | undefined; readonly to: number }>>;
}

export const correctionOf = ({ live, expected }: Difference): Correction => {
  const counts: Record<string, number> = { ...expected.counts };
  addCounts(counts, live.counts, -1);
  const behind = Object.entries(expected.fences).filter(([name, to]) => (live.fences[name] ?? -1) < to);
  return {
    counts: Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)),
    fences: Object.fromEntries(behind.map(([name, to]) => [name, { from: live.fences[name], to }])),
  };
};
