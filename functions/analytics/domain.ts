import { type Count, plus, times } from '../shared/kernel/count.ts';

/** Sums by name: `accepted`, `charged.GBP`. Orders of the highest amount on one day add up beyond the safe integers. */
export type Counts = Readonly<Record<string, Count>>;

/** How far a row has counted each of its sequences, by name: a partition's offsets, or a SKU's versions. */
export type Fences = Readonly<Record<string, number>>;

export interface RowKey {
  /** What is counted, and over which stretch of time: `orders|2026-11-22`. */
  readonly view: string;
  /** One minute, one day, one SKU. */
  readonly row: string;
}

/** A row of a view: what it has counted, and up to where. */
export interface Row {
  readonly counts: Counts;
  readonly fences: Fences;
}

/** What one event adds to one row, and its place in a sequence that the row counts in order. */
export interface Contribution extends RowKey {
  readonly fence: string;
  readonly position: number;
  readonly counts: Counts;
}

/** One write of a row: made only where each fence still stands before the first position that it adds. */
export interface RowChange {
  readonly counts: Counts;
  readonly fences: Readonly<Record<string, { readonly from: number; readonly to: number }>>;
}

export const emptyRow: Row = { counts: {}, fences: {} };

export const rowName = ({ view, row }: RowKey): string => `${view}/${row}`;

/** Adds sums by name; `sign` −1 takes them away. */
export const addCounts = (into: Record<string, Count>, counts: Counts, sign: 1 | -1 = 1): void => {
  for (const [name, count] of Object.entries(counts)) into[name] = plus(into[name] ?? 0, times(sign, count));
};

/** A sum that grows by one with an event: no topic holds so many that it leaves the safe integers. */
export const eventsIn = (counts: Counts, name: string): number => Number(counts[name] ?? 0);

/** Whether the row has counted what stands at this place. */
export const isCounted = ({ fences }: Pick<Row, 'fences'>, { fence, position }: Contribution): boolean =>
  position <= (fences[fence] ?? -1);

/**
 * The one write that adds to a row what it has not counted yet; undefined where there is nothing. Each row has fences of its
 * own, so that rows need no transaction: a crash leaves some rows ahead of others, and what comes again is added to the rest.
 * @param contributions all of the same row, those of one fence in order.
 */
export const changeOf = (contributions: readonly Contribution[], row: Pick<Row, 'fences'>): RowChange | undefined => {
  const counts: Record<string, Count> = {};
  const fences: Record<string, { from: number; to: number }> = {};
  for (const contribution of contributions) {
    const { fence, position } = contribution;
    const reached = fences[fence];
    if (isCounted(row, contribution) || (reached !== undefined && position <= reached.to)) continue;
    addCounts(counts, contribution.counts);
    fences[fence] = { from: reached?.from ?? position, to: position };
  }
  return Object.keys(fences).length === 0 ? undefined : { counts, fences };
};

/** Whether the write's condition holds. */
export const isNext = ({ fences }: Row, change: RowChange): boolean =>
  Object.entries(change.fences).every(([name, { from }]) => (fences[name] ?? -1) < from);

/** The row after the write. */
export const changed = (row: Row, change: RowChange): Row => {
  const counts = { ...row.counts };
  addCounts(counts, change.counts);
  const reached = Object.entries(change.fences).map(([name, { to }]) => [name, to] as const);
  return { counts, fences: { ...row.fences, ...Object.fromEntries(reached) } };
};
