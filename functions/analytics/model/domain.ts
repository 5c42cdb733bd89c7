import { type Count, plus, times } from '../../shared/kernel/count.ts';

/** Sums by name: `accepted`, `charged.GBP`. A day of orders with the highest amount exceeds the safe integers. */
export type Counts = Readonly<Record<string, Count>>;

/** The last counted offset of a row by partition. */
export type Fences = Readonly<Record<string, number>>;

export interface RowKey {
  /** The subject and its period: `orders|2026-11-22`. */
  readonly view: string;
  /** One minute, one day, one SKU. */
  readonly row: string;
}

/** A row of a view: its sums, and the offsets up to which it has counted. */
export interface Row {
  readonly counts: Counts;
  readonly fences: Fences;
  /**
   * The fence's value when it first passed a gap of its partition, by `<partition>.<end of the gap>`: of the gap's dead-lettered
   * records, the row has counted those up to it.
   */
  readonly crossings?: Fences;
}

/** The counted offsets of a row, without its sums. */
export type Reached = Pick<Row, 'fences' | 'crossings'>;

/** The sums that an event adds to a row, and its place in a partition that the row counts in order. */
export interface Contribution extends RowKey {
  readonly fence: string;
  readonly position: number;
  readonly counts: Counts;
  /** End of the last gap before its place: the row stores its fence when it passes the gap. */
  readonly gap?: number;
}

/** `there`: the row has already passed the gap. Otherwise the crossing's previous and new value. */
type Crossing = { readonly was: 'there' } | { readonly was: number | 'absent'; readonly to: number };

/** A conditional write of a row: each fence must be below the first position that it adds, and equal to `is` if given. */
export interface RowChange {
  readonly counts: Counts;
  readonly fences: Readonly<Record<string, { readonly from: number; readonly to: number; readonly is?: number }>>;
  readonly crossings?: Readonly<Record<string, Crossing>>;
}

export const emptyRow: Row = { counts: {}, fences: {} };

export const rowName = ({ view, row }: RowKey): string => `${view}/${row}`;

/** Adds sums by name; subtracts them with `sign` −1. */
export const addCounts = (into: Record<string, Count>, counts: Counts, sign: 1 | -1 = 1): void => {
  for (const [name, count] of Object.entries(counts)) into[name] = plus(into[name] ?? 0, times(sign, count));
};

/** A sum that counts events: no topic retains enough to exceed the safe integers. */
export const eventsIn = (counts: Counts, name: string): number => Number(counts[name] ?? 0);

const crossingName = (fence: string, gap: number): string => `${fence}.${gap}`;

const fenceOf = ({ fences }: Reached, fence: string): number => fences[fence] ?? -1;

/** Whether the row has counted this place. */
export const isCounted = (row: Reached, { fence, position }: Pick<Contribution, 'fence' | 'position'>): boolean =>
  position <= fenceOf(row, fence);

/** The crossings to store with this contribution. An unread row is assumed to have passed the gap. */
const crossingOf = ({ fence, gap }: Contribution, row: Reached | undefined): Readonly<Record<string, Crossing>> => {
  if (gap === undefined) return {};
  const name = crossingName(fence, gap);
  if (row === undefined) return { [name]: { was: 'there' } };
  return row.crossings?.[name] === undefined ? { [name]: { was: 'absent', to: fenceOf(row, fence) } } : {};
};

/**
 * The write that adds uncounted contributions to a row; undefined if all are counted. Each row has its own fences, so that rows
 * need no transaction: after a crash some rows are ahead of others, and redelivered events are added to the rest only.
 * @param contributions all of the same row, those of one fence in order and behind the same gap.
 * @param row undefined if it was not read.
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

/** The place of a dead-lettered event: some rows may have counted it, others not. */
export type LostPlace = Pick<Contribution, 'fence' | 'position'>;

/** The first crossing behind a lost place: it determines whether the row counted the place. */
const crossingBehind = ({ crossings = {} }: Reached, { fence, position }: LostPlace) =>
  Object.entries(crossings)
    .map(([name, reached]) => ({ name, reached, place: name.split('.') }))
    .filter(({ place: [of, end] }) => of === fence && Number(end) >= position)
    .sort((a, b) => Number(a.place[1]) - Number(b.place[1]))[0];

export const wasCountedAt = (row: Reached, lost: LostPlace): boolean =>
  lost.position <= (crossingBehind(row, lost)?.reached ?? fenceOf(row, lost.fence));

/**
 * The write that adds a replayed event which was dead-lettered at other places; undefined if the row has counted it. Its
 * condition fails if another writer changed the row since it was read.
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
    crossings: { ...unmoved(row, lost), ...crossingOf(contribution, row) },
  };
};

/** The crossings that determine whether the row counted these places: a redelivery at one of them moves its crossing. */
const unmoved = (row: Reached, places: readonly LostPlace[]): Readonly<Record<string, Crossing>> =>
  Object.fromEntries(
    places.flatMap((place) => {
      const behind = crossingBehind(row, place);
      return behind === undefined ? [] : [[behind.name, { was: behind.reached, to: behind.reached }] as const];
    }),
  );

/**
 * The same for an event redelivered at its own place: if the fence has passed it, the crossing moves instead. What was lost right
 * before it stays lost, so that the gap's crossing is split there.
 */
export const redeliveryOf = (contribution: Contribution, row: Reached): RowChange | undefined => {
  if (wasCountedAt(row, contribution)) return undefined;
  const behind = crossingBehind(row, contribution);
  if (behind === undefined) return replayOf(contribution, [], row);
  const reached = fenceOf(row, contribution.fence);
  return {
    counts: contribution.counts,
    // The fence stays, or another writer has counted the event at a later place meanwhile.
    fences: { [contribution.fence]: { from: reached + 1, to: reached, is: reached } },
    crossings: {
      ...splitBefore(contribution, row, behind.reached),
      [behind.name]: { was: behind.reached, to: contribution.position },
    },
  };
};

const splitBefore = (
  { fence, position }: Contribution,
  { crossings = {} }: Reached,
  reached: number,
): Readonly<Record<string, Crossing>> => {
  const name = crossingName(fence, position - 1);
  return position - 1 <= reached || name in crossings ? {} : { [name]: { was: 'absent', to: reached } };
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
