/**
 * Orders come to their end about in the sequence of their acceptance: a binary search for the newest that has ended shows how
 * many wait, by some ten reads of ten thousand open orders where one read each would be a load of its own.
 * @param open in the sequence of acceptance.
 */
export const estimateWaiting = async <T>(
  open: readonly T[],
  isFinal: (order: T) => Promise<boolean>,
): Promise<number> => {
  let ended = 0;
  let waiting = open.length;
  while (ended < waiting) {
    const middle = Math.floor((ended + waiting) / 2);
    if (await isFinal(open[middle] as T)) ended = middle + 1;
    else waiting = middle;
  }
  return open.length - ended;
};
