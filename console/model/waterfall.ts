/** One bar: from the step before to this one, in percent of the width. */
export interface Bar {
  readonly start: number;
  readonly width: number;
  /** The step took longer than its bar shows. */
  readonly cut: boolean;
}

/** Longer steps wait for a person or a deadline. */
const automaticMs = 60_000;
const narrowest = 0.5;

/**
 * Bars of steps along one time axis. A step of more than a minute is drawn as long as all the shorter ones together, so that these
 * remain legible beside a shipment of the next day.
 * @param delays milliseconds since the step before, of each step.
 */
export const waterfall = (delays: readonly number[]): readonly Bar[] => {
  const short = delays.filter((delay) => delay <= automaticMs).reduce((sum, delay) => sum + delay, 0);
  const longest = short === 0 ? 1 : short;
  const drawn = delays.map((delay) => (delay > automaticMs ? longest : delay));
  const total = drawn.reduce((sum, delay) => sum + delay, 0);
  let before = 0;
  return drawn.map((length, n) => {
    const start = total === 0 ? 0 : (before / total) * 100;
    before += length;
    const width = Math.max(narrowest, total === 0 ? 0 : (length / total) * 100);
    return { start: Math.min(start, 100 - narrowest), width, cut: (delays[n] ?? 0) > automaticMs };
  });
};
