/** The time of day, passed in wherever it matters, so that a simulation can own it. */
export interface Clock {
  now(): Date;
}

/** RFC 3339, UTC, milliseconds: the one form of time in events, tables and answers. */
export const timestamp = (clock: Clock): string => clock.now().toISOString();
