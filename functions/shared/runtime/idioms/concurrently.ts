import pLimit from 'p-limit';

/** Applies `work` to all items, at most `limit` at a time; results in the order of the items. */
export const concurrently = <T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> => pLimit(limit).map(items, work);
