import { err, ok, type Result } from '../../shared/kernel/result.ts';

/** Offsets of one partition, from `from` to `end`, exclusive. */
export interface OffsetRange {
  readonly partition: number;
  readonly from: number;
  readonly end: number;
}

/** The offsets that a partition still retains. */
export type Kept = OffsetRange;

/** By partition, the offset at which the next page ends, exclusive; without partitions that are completely listed. */
type Page = ReadonlyMap<number, number>;

interface Placed {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
}

const token = /^\d{1,9}-\d{1,15}(\.\d{1,9}-\d{1,15}){0,9}$/;

/** Parses `next` of the previous page. */
export const pageNamed = (name: string): Result<Page, string> => {
  if (!token.test(name)) return err('page is the `next` of the page before');
  return ok(new Map(name.split('.').map((part) => part.split('-').map(Number) as [number, number])));
};

/** The offsets left to list; all of them for the first page. */
export const leftOf = (kept: readonly Kept[], page: Page | undefined): readonly OffsetRange[] =>
  kept
    .map((one) => ({
      ...one,
      end: page === undefined ? one.end : Math.min(one.end, page.get(one.partition) ?? one.from),
    }))
    .filter(({ from, end }) => from < end);

/** Ranges that contain the newest `limit` records, whatever their partitions. */
export const newestOf = (left: readonly OffsetRange[], limit: number): readonly OffsetRange[] =>
  left.map(({ partition, from, end }) => ({ partition, from: Math.max(from, end - limit), end }));

const headOf = <R extends Placed>(queues: readonly R[][]): R[] | undefined =>
  queues.filter(({ length }) => length > 0).sort((a, b) => (b[0]?.timestamp ?? 0) - (a[0]?.timestamp ?? 0))[0];

/**
 * The newest `limit` of the records read from `newestOf`. A partition is listed from its end without a gap, so that a page
 * continues where the previous one ended, even if timestamps in a partition decrease.
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
    // A partition whose records are all taken continues before the range that was read.
    .map(({ partition, from }) => ({ partition, end: untaken.get(partition) ?? from }))
    .filter(({ partition, end }) => left.some((one) => one.partition === partition && one.from < end))
    .map(({ partition, end }) => `${partition}-${end}`);
  return { records, ...(next.length > 0 && { next: next.join('.') }) };
};
