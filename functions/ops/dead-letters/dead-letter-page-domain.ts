import { err, ok, type Result } from '../../shared/kernel/result.ts';

/** Offsets of one partition: from `from` to the one before `end`. */
export interface OffsetRange {
  readonly partition: number;
  readonly from: number;
  readonly end: number;
}

/** What a partition still has. */
export type Kept = OffsetRange;

/** By partition, the offset before which a page ends; partitions that are done are not in it. */
type Page = ReadonlyMap<number, number>;

interface Placed {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
}

const token = /^\d{1,9}-\d{1,15}(\.\d{1,9}-\d{1,15}){0,9}$/;

/** Reads what `next` of the page before said. */
export const pageNamed = (name: string): Result<Page, string> => {
  if (!token.test(name)) return err('page is the `next` of the page before');
  return ok(new Map(name.split('.').map((part) => part.split('-').map(Number) as [number, number])));
};

/** What is left to list: all there is on the first page. */
export const leftOf = (kept: readonly Kept[], page: Page | undefined): readonly OffsetRange[] =>
  kept
    .map((one) => ({
      ...one,
      end: page === undefined ? one.end : Math.min(one.end, page.get(one.partition) ?? one.from),
    }))
    .filter(({ from, end }) => from < end);

/** Where the newest `limit` records must be, whichever partitions they are in. */
export const newestOf = (left: readonly OffsetRange[], limit: number): readonly OffsetRange[] =>
  left.map(({ partition, from, end }) => ({ partition, from: Math.max(from, end - limit), end }));

const headOf = <R extends Placed>(queues: readonly R[][]): R[] | undefined =>
  queues.filter(({ length }) => length > 0).sort((a, b) => (b[0]?.timestamp ?? 0) - (a[0]?.timestamp ?? 0))[0];

/**
 * The newest `limit` of the records that were read of `newestOf`. A partition is listed from its end without a gap, so that a
 * page goes on where the one before stopped, also where times in a partition go back.
 */
export const pageOf = <R extends Placed>(
  left: readonly OffsetRange[],
  read: readonly R[],
  limit: number,
): { readonly records: readonly R[]; readonly next?: string } => {
  const queues = [...Map.groupBy(read, ({ partition }) => partition).values()].map((records) =>
    records.toSorted((a, b) => b.offset - a.offset),
  );
  const records: R[] = [];
  for (let head = headOf(queues); head !== undefined && records.length < limit; head = headOf(queues)) {
    const newest = head.shift();
    if (newest !== undefined) records.push(newest);
  }
  const untaken = new Map(queues.flatMap(([first]) => (first ? [[first.partition, first.offset + 1] as const] : [])));
  const next = newestOf(left, limit)
    // All that was read of a partition is taken: it goes on before that.
    .map(({ partition, from }) => ({ partition, end: untaken.get(partition) ?? from }))
    .filter(({ partition, end }) => left.some((one) => one.partition === partition && one.from < end))
    .map(({ partition, end }) => `${partition}-${end}`);
  return { records, ...(next.length > 0 && { next: next.join('.') }) };
};
