/** Whether what is left still fails as the whole did. */
export type Fails<T> = (some: readonly T[]) => Promise<boolean>;

/**
 * Delta debugging: takes ever smaller parts out of a list as long as what is left still fails. In the end no single member
 * can be taken out, if there was time for that. The list itself must fail.
 */
export const fewest = async <T>(all: readonly T[], fails: Fails<T>): Promise<readonly T[]> => {
  if (all.length === 0 || (await fails([]))) return [];
  let left = all;
  let size = Math.ceil(left.length / 2);
  while (left.length > 1) {
    let taken = false;
    for (let from = 0; from < left.length; ) {
      const rest = [...left.slice(0, from), ...left.slice(from + size)];
      if (rest.length > 0 && (await fails(rest))) {
        left = rest;
        taken = true;
      } else from += size;
    }
    // What was taken out last may have been what held another part.
    if (size === 1 && !taken) break;
    size = Math.max(1, Math.ceil(Math.min(size, left.length) / 2));
  }
  return left;
};
