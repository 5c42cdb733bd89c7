/** Offsets of a partition, both included. */
export type Range = readonly [from: number, to: number];

/** The projection's progress in a partition. */
export interface Progress {
  /** Offsets that an invocation began and none has recorded as finished. */
  readonly open: readonly Range[];
  /** End of the last gap: dead-lettered offsets that may be missing in some rows. −1 without gap. */
  readonly crossed: number;
}

export const nothingBegun: Progress = { open: [], crossed: -1 };

/** Most gaps stored, because a row stores a number for each gap that it crossed. Replays of older ones need a rebuild. */
const gapsKept = 100;

const without = (ranges: readonly Range[], [first, last]: Range): readonly Range[] =>
  ranges.flatMap(([from, to]): readonly Range[] => [
    ...(from < first ? [[from, Math.min(to, first - 1)] as const] : []),
    ...(to > last ? [[Math.max(from, last + 1), to] as const] : []),
  ]);

/**
 * Begins a batch of a partition. Batches are sequential and failed records are redelivered: offsets before this batch that are
 * still open were dead-lettered by the event source (or belong to an invocation that outlived its batch, whose writes the
 * fences decide).
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

/** Marks offsets as finished: counted in all rows, or a recorded gap. */
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
