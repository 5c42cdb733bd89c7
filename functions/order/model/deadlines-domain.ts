/** How long an order may take. */
export interface Deadlines {
  /** In one automatic step; then the sweep repairs it. */
  readonly stepSeconds: number;
  /** Until it is paid; then the sweep cancels it. */
  readonly sagaSeconds: number;
}

/** A number of seconds from the environment. @throws {RangeError} naming the invalid variable. */
export const secondsOf = <N extends string>(name: N, environment: Readonly<Record<N, string>>): number => {
  const seconds = Number(environment[name]);
  if (!Number.isInteger(seconds) || seconds <= 0) throw new RangeError(`${name} is not a whole number of seconds`);
  return seconds;
};

/** The time that many seconds later. */
export const secondsAfter = (at: string, seconds: number): string =>
  new Date(Date.parse(at) + seconds * 1_000).toISOString();

/** The deadline of the whole saga: the sweep cancels the order then. */
export const sagaDeadline = (createdAt: string, { sagaSeconds }: Deadlines): string =>
  secondsAfter(createdAt, sagaSeconds);

/** Most doublings: 2^6 steps are longer than any saga. */
const doublings = 6;

/** When the sweep next looks at a repaired step: exponential backoff, capped by the saga deadline. */
export const dueAfterRepair = (now: string, createdAt: string, attempts: number, deadlines: Deadlines): string => {
  const backedOff = secondsAfter(now, deadlines.stepSeconds * 2 ** Math.min(attempts, doublings));
  const last = sagaDeadline(createdAt, deadlines);
  return last > now && last < backedOff ? last : backedOff;
};
