/** How long an order may take. */
export interface Deadlines {
  /** In one state that the platform itself is to move it out of; then the step is repaired. */
  readonly stepSeconds: number;
  /** Until it is paid; then it is cancelled. */
  readonly sagaSeconds: number;
}

/** A number of seconds out of an environment. @throws {RangeError} naming the variable that is none. */
export const secondsOf = <N extends string>(name: N, environment: Readonly<Record<N, string>>): number => {
  const seconds = Number(environment[name]);
  if (!Number.isInteger(seconds) || seconds <= 0) throw new RangeError(`${name} is not a whole number of seconds`);
  return seconds;
};

/** So many seconds after a time. */
export const secondsAfter = (at: string, seconds: number): string =>
  new Date(Date.parse(at) + seconds * 1_000).toISOString();

/** When an order that was placed then is given up. */
export const givenUpAt = (createdAt: string, { sagaSeconds }: Deadlines): string =>
  secondsAfter(createdAt, sagaSeconds);

/** Doubled so often at most: 2^6 steps are longer than any saga. */
const doublings = 6;

/** When a step is looked at again that has been repaired so often: ever later, but not after the order is given up. */
export const dueAfterRepair = (now: string, createdAt: string, attempts: number, deadlines: Deadlines): string => {
  const backedOff = secondsAfter(now, deadlines.stepSeconds * 2 ** Math.min(attempts, doublings));
  const last = givenUpAt(createdAt, deadlines);
  return last > now && last < backedOff ? last : backedOff;
};
