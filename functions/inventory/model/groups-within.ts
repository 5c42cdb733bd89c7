/**
 * Groups whose times are at most `spanMs` apart, from the earliest on. Within a group the order stays.
 * @param timeOf RFC 3339 in UTC.
 */
export const groupsWithin = <T>(
  all: readonly T[],
  spanMs: number,
  timeOf: (one: T) => string,
): readonly (readonly T[])[] => {
  const starts: number[] = [];
  const times = all.map((one) => Date.parse(timeOf(one))).sort((a, b) => a - b);
  for (const time of times) if (starts.length === 0 || time - (starts.at(-1) ?? 0) > spanMs) starts.push(time);
  const startOf = (one: T) => {
    const time = Date.parse(timeOf(one));
    return starts.findLast((start) => start <= time);
  };
  return [...Map.groupBy(all, startOf).values()];
};
