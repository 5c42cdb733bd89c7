/** Offsets of a partition, both included. */
export type Range = readonly [from: number, to: number];

/** How far the projection has come in a partition. */
export interface Progress {
  /** Offsets that an invocation began and that none is known to have finished. */
  readonly open: readonly Range[];
  /** End of the last gap: offsets that were dead-lettered, and may be missing in some rows. −1 where there is none. */
  readonly crossed: number;
}

export const nothingBegun: Progress = { open: [], crossed: -1 };

/** A replay of what is older is left to a rebuild: a row keeps a number for each gap that it crossed. */
const gapsKept = 100;

const without = (ranges: readonly Range[], [first, last]: Range): readonly Range[] =>
  ranges.flatMap(([from, to]): readonly Range[] => [
    ...(from < first ? [[from, Math.min(to, first - 1)] as const] : []),
    ...(to > last ? [[Math.max(from, last + 1), to] as const] : []),
  ]);

/**
 * A batch of a partition begins. Batches of a partition follow one another, and what failed comes again: where something before
 * this batch is still open, its event source gave it up, and it is in the dead-letter queue (or with an invocation that
 * outlived its batch, whose writes the fences judge).
 */
export const begun = (
  { open, crossed }: Progress,
  batch: Range,
): { readonly progress: Progress; readonly gaps: readonly Range[] } => {
  const [first] = batch;
  const gaps = open
    .filter(([from]) => from < first)
    .map(([from, to]): Range => [from, Math.min(to, first - 1)])
    .sort(([a], [b]) => a - b);
  const rest = without(open, [Number.NEGATIVE_INFINITY, first - 1]);
  return {
    progress: { open: [...without(rest, batch), batch], crossed: Math.max(crossed, gaps.at(-1)?.[1] ?? -1) },
    gaps,
  };
};

/** These offsets are in all rows, or known to be a gap. */
export const finished = ({ open, crossed }: Progress, range: Range): Progress => ({
  open: without(open, range),
  crossed,
});

export const crossing = ({ open, crossed }: Progress, [, end]: Range): Progress => ({
  open,
  crossed: Math.max(crossed, end),
});

/** The newest gaps, in order. */
export const withGaps = (known: readonly Range[], added: readonly Range[]): readonly Range[] => {
  const all = new Map([...known, ...added].map((gap) => [gap.join('-'), gap]));
  return [...all.values()].sort(([a], [b]) => a - b).slice(-gapsKept);
};

export const isInGap = (gaps: readonly Range[], offset: number): boolean =>
  gaps.some(([from, to]) => from <= offset && offset <= to);

/** The end of the last gap before an offset. */
export const gapBefore = (gaps: readonly Range[], offset: number): number | undefined => {
  const ends = gaps.map(([, to]) => to).filter((to) => to < offset);
  return ends.length === 0 ? undefined : Math.max(...ends);
};
