/** Day of an RFC 3339 time in UTC: `2026-11-22`. */
export const dayOf = (at: string): string => at.slice(0, 10);
/** Minute of its day: `06:26`. */
export const minuteOf = (at: string): string => at.slice(11, 16);
