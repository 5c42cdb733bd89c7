import type { FinalOrder } from './order-tracker.ts';

/** The most orders that were accepted and not final at the same time, by the platform's own timestamps. */
export const mostOpenAtOnce = (orders: Iterable<Pick<FinalOrder, 'createdAt' | 'finalAt'>>): number => {
  const changes = [...orders].flatMap(({ createdAt, finalAt }) => [
    { at: createdAt, by: 1 },
    { at: finalAt, by: -1 },
  ]);
  // Of one millisecond, ends count first: an order that ends as the next one begins is not open beside it.
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let open = 0;
  let most = 0;
  for (const { by } of changes) {
    open += by;
    most = Math.max(most, open);
  }
  return most;
};
