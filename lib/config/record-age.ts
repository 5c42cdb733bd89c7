const day = 86_400;

/** Lambda's longest. */
const longest = 7 * day;

/**
 * The age, in seconds, at which a record that still fails goes to the dead-letter queue: a day before its topic would drop it
 * silently.
 */
export const recordAge = (retentionDays: number): number => Math.min(longest, (retentionDays - 1) * day);
