type Counts = Readonly<Record<string, number>>;

export const sumOf = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Files with more private words than were recorded; one that is not recorded may have none. */
export const overBaseline = (counts: Counts, baseline: Counts): readonly string[] =>
  Object.entries(counts)
    .filter(([file, count]) => count > (Object.hasOwn(baseline, file) ? (baseline[file] ?? 0) : 0))
    .map(([file]) => file);
