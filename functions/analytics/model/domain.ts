import { type Count, plus, times } from '../../shared/kernel/count.ts';

/** Sums by name: `accepted`, `charged.GBP`. Orders of the highest amount on one day add up beyond the safe integers. */
export type Counts = Readonly<Record<string, Count>>;

/** How far a row has counted each partition of its topic, by the partition's number. */
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
  /**
   * Where a fence stood when it first passed a gap of its partition, by `<partition>.<end of the gap>`: of the gap's records, which
   * were dead-lettered, the row has counted those up to there.
   */
  readonly crossings?: Fences;
}

/** What a row has counted, without its sums. */
export type Reached = Pick<Row, 'fences' | 'crossings'>;

/** What one event adds to one row, and its place in a partition that the row counts in order. */
export interface Contribution extends RowKey {
  readonly fence: string;
  readonly position: number;
  readonly counts: Counts;
  /** End of the last gap before its place: the row remembers where it stood when it passed that. */
  readonly gap?: number;
}

/** `there`: the row has passed the gap before. Otherwise what its crossing was, and what it is to be. */
type Crossing = { readonly was: 'there' } | { readonly was: number | 'absent'; readonly to: number };

/** One write of a row: made only where each fence still stands before the first position that it adds, and exactly at `is`. */
export interface RowChange {
  readonly counts: Counts;
  readonly fences: Readonly<Record<string, { readonly from: number; readonly to: number; readonly is?: number }>>;
  readonly crossings?: Readonly<Record<string, Crossing>>;
}

export const emptyRow: Row = { counts: {}, fences: {} };

export const rowName = ({ view, row }: RowKey): string => `${view}/${row}`;

/** Adds sums by name; `sign` −1 takes them away. */
export const addCounts = (into: Record<string, Count>, counts: Counts, sign: 1 | -1 = 1): void => {
  for (const [name, count] of Object.entries(counts)) into[name] = plus(into[name] ?? 0, times(sign, count));
};

/** A sum that grows by one with an event: no topic holds so many that it leaves the safe integers. */
export const eventsIn = (counts: Counts, name: string): number => Number(counts[name] ?? 0);

const crossingName = (fence: string, gap: number): string => `${fence}.${gap}`;

const fenceOf = ({ fences }: Reached, fence: string): number => fences[fence] ?? -1;

/** Whether the row has counted what stands at this place. */
export const isCounted = (row: Reached, { fence, position }: Pick<Contribution, 'fence' | 'position'>): boolean =>
  position <= fenceOf(row, fence);

/** What a row has to remember when it counts this: unread, it is taken to have passed the gap before. */
const crossingOf = ({ fence, gap }: Contribution, row: Reached | undefined): Readonly<Record<string, Crossing>> => {
  if (gap === undefined) return {};
  const name = crossingName(fence, gap);
  if (row === undefined) return { [name]: { was: 'there' } };
  return row.crossings?.[name] === undefined ? { [name]: { was: 'absent', to: fenceOf(row, fence) } } : {};
};

/**
 * The one write that adds to a row what it has not counted yet; undefined where there is nothing. Each row has fences of its
 * own, so that rows need no transaction: a crash leaves some rows ahead of others, and what comes again is added to the rest.
 * @param contributions all of the same row, those of one fence in order and behind the same gap.
 * @param row undefined where it was not read.
 */
export const changeOf = (contributions: readonly Contribution[], row: Reached | undefined): RowChange | undefined => {
  const counts: Record<string, Count> = {};
  const fences: Record<string, { from: number; to: number; is?: number }> = {};
  const crossings: Record<string, Crossing> = {};
  for (const contribution of contributions) {
    const { fence, position } = contribution;
    const reached = fences[fence];
    if (isCounted(row ?? emptyRow, contribution) || (reached !== undefined && position <= reached.to)) continue;
    addCounts(counts, contribution.counts);
    const crossed = crossingOf(contribution, row);
    Object.assign(crossings, crossed);
    const is = Object.values(crossed).find(({ was }) => was === 'absent');
    fences[fence] = {
      ...(is !== undefined && 'to' in is && { is: is.to }),
      ...reached,
      from: reached?.from ?? position,
      to: position,
    };
  }
  if (Object.keys(fences).length === 0) return undefined;
  return { counts, fences, ...(Object.keys(crossings).length > 0 && { crossings }) };
};

/** A place of an event that was dead-lettered there: some rows may have counted it, others not. */
export type LostPlace = Pick<Contribution, 'fence' | 'position'>;

/** The crossing that tells whether the row counted a lost place: the first behind it. */
const crossingBehind = ({ crossings = {} }: Reached, { fence, position }: LostPlace) =>
  Object.entries(crossings)
    .map(([name, reached]) => ({ name, reached, place: name.split('.') }))
    .filter(({ place: [of, end] }) => of === fence && Number(end) >= position)
    .sort((a, b) => Number(a.place[1]) - Number(b.place[1]))[0];

export const wasCountedAt = (row: Reached, lost: LostPlace): boolean =>
  lost.position <= (crossingBehind(row, lost)?.reached ?? fenceOf(row, lost.fence));

/**
 * The write that adds an event which was dead-lettered at other places, and comes again; undefined where the row has counted it.
 * Holds only while no other writer has moved the row since it was read; else the row is read again.
 */
export const replayOf = (
  contribution: Contribution,
  lost: readonly LostPlace[],
  row: Reached,
): RowChange | undefined => {
  if (isCounted(row, contribution) || lost.some((place) => wasCountedAt(row, place))) return undefined;
  const { counts, fence, position } = contribution;
  return {
    counts,
    fences: { [fence]: { from: position, to: position, is: fenceOf(row, fence) } },
    crossings: crossingOf(contribution, row),
  };
};

/** The same for one that comes again where it was: its fence may have passed it, and then the crossing moves. */
export const redeliveryOf = (contribution: Contribution, row: Reached): RowChange | undefined => {
  if (wasCountedAt(row, contribution)) return undefined;
  const behind = crossingBehind(row, contribution);
  if (behind === undefined) return replayOf(contribution, [], row);
  return {
    counts: contribution.counts,
    fences: {},
    crossings: { [behind.name]: { was: behind.reached, to: contribution.position } },
  };
};

/** Whether the write's condition holds. */
export const isNext = (row: Reached, { fences, crossings = {} }: RowChange): boolean =>
  Object.entries(fences).every(
    ([name, { from, is }]) => fenceOf(row, name) < from && (is === undefined || fenceOf(row, name) === is),
  ) &&
  Object.entries(crossings).every(([name, { was }]) => {
    const crossing = row.crossings?.[name];
    return was === 'there' ? crossing !== undefined : crossing === (was === 'absent' ? undefined : was);
  });

/** The row after the write. */
export const changed = (row: Row, change: RowChange): Row => {
  const counts = { ...row.counts };
  addCounts(counts, change.counts);
  const reached = Object.entries(change.fences).map(([name, { to }]) => [name, to] as const);
  const crossed = Object.entries(change.crossings ?? {}).flatMap(([name, crossing]) =>
    'to' in crossing ? [[name, crossing.to] as const] : [],
  );
  return {
    counts,
    fences: { ...row.fences, ...Object.fromEntries(reached) },
    ...((row.crossings || crossed.length > 0) && { crossings: { ...row.crossings, ...Object.fromEntries(crossed) } }),
  };
};
