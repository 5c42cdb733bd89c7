/** The current time, injected so that the simulation controls it. */
export interface Clock {
  now(): Date;
}

/** RFC 3339, UTC, milliseconds: the only time format in events, tables and responses. */
export const timestamp = (clock: Clock): string => clock.now().toISOString();
