import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  leftOf,
  newestOf,
  pageNamed,
  pageOf,
} from '../../../../../functions/ops/dead-letters/dead-letter-page-domain.ts';

interface Placed {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
}

/** Partitions of a queue: the number of deleted records, and the timestamps of the retained ones. */
const anyQueue = fc.array(
  fc.record({ from: fc.nat({ max: 5 }), times: fc.array(fc.nat({ max: 9 }), { maxLength: 9 }) }),
  {
    minLength: 1,
    maxLength: 3,
  },
);

const recordsOf = (queue: readonly { readonly from: number; readonly times: readonly number[] }[]): readonly Placed[] =>
  queue.flatMap(({ from, times }, partition) =>
    times.map((timestamp, index) => ({ partition, offset: from + index, timestamp })),
  );

const pagesOf = (
  queue: readonly { readonly from: number; readonly times: readonly number[] }[],
  limit: number,
  isRead: (record: Placed) => boolean = () => true,
): readonly (readonly Placed[])[] => {
  const kept = queue.map(({ from, times }, partition) => ({ partition, from, end: from + times.length }));
  const pages: (readonly Placed[])[] = [];
  let next: string | undefined;
  do {
    const page = next === undefined ? undefined : pageNamed(next);
    if (page && !page.ok) throw new Error(page.error);
    const left = leftOf(kept, page?.value);
    const ranges = newestOf(left, limit);
    const read = recordsOf(queue).filter(
      (record) =>
        isRead(record) &&
        ranges.some(
          ({ partition, from, end }) => partition === record.partition && from <= record.offset && record.offset < end,
        ),
    );
    const { records, next: following } = pageOf(left, read, limit);
    pages.push(records);
    next = following;
  } while (next !== undefined && pages.length < 100);
  return pages;
};

const placesOf = (records: readonly Placed[]) => records.map(({ partition, offset }) => `${partition}-${offset}`);

describe('pages of a queue', () => {
  it('have every record once, and are full except the last', () => {
    fc.assert(
      fc.property(anyQueue, fc.integer({ min: 1, max: 6 }), (queue, limit) => {
        const pages = pagesOf(queue, limit);
        expect(placesOf(pages.flat()).sort()).toEqual(placesOf(recordsOf(queue)).sort());
        for (const page of pages.slice(0, -1)) expect(page).toHaveLength(limit);
        expect(pages.at(-1)?.length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('list a partition from its end, newest first if timestamps increase', () => {
    fc.assert(
      fc.property(anyQueue, fc.integer({ min: 1, max: 6 }), (queue, limit) => {
        const sorted = queue.map(({ from, times }) => ({ from, times: times.toSorted((a, b) => a - b) }));
        const listed = pagesOf(sorted, limit).flat();
        const times = listed.map(({ timestamp }) => timestamp);
        expect(times).toEqual(times.toSorted((a, b) => b - a));
        for (const group of Map.groupBy(pagesOf(queue, limit).flat(), ({ partition }) => partition).values()) {
          const offsets = group.map(({ offset }) => offset);
          expect(offsets).toEqual(offsets.toSorted((a, b) => b - a));
        }
      }),
    );
  });

  it('end even if retention deletes records meanwhile', () => {
    fc.assert(
      fc.property(anyQueue, fc.integer({ min: 1, max: 6 }), fc.nat({ max: 9 }), (queue, limit, gone) => {
        const isRead = ({ offset }: Placed): boolean => offset !== gone;
        const listed = pagesOf(queue, limit, isRead).flat();
        expect(placesOf(listed).sort()).toEqual(placesOf(recordsOf(queue).filter(isRead)).sort());
      }),
    );
  });
});

it.each(['', '0', '0-', '0-1.', '-1', '0-1-2', 'a-1', '0-1,1-2', '0-1'.concat('.0-1'.repeat(10))])(
  'no page is named %j',
  (name) => {
    expect(pageNamed(name).ok).toBe(false);
  },
);
