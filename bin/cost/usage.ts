/**
 * Usage of each service by one order, as `npm run bench -- --usage` measures it; the functions' schedules, which run without
 * any, are left out.
 */
export interface Usage {
  readonly lines: number;
  readonly requests: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly invocations: number;
  /** Billed time of those invocations, on the machine that measured it. */
  readonly billedMs: number;
  readonly messages: number;
  /** Values of the messages, uncompressed and once: replicas, keys and headers come on top. */
  readonly messageBytes: number;
  /** Bytes that stay in the tables. */
  readonly storedBytes: number;
  readonly loggedBytes: number;
}

const blend = (from: Usage, to: Usage, lines: number): Usage => {
  const share = (lines - from.lines) / (to.lines - from.lines);
  const at = (name: keyof Usage): number => from[name] + share * (to[name] - from[name]);
  const names = Object.keys(from) as readonly (keyof Usage)[];
  return Object.fromEntries(names.map((name) => [name, at(name)])) as unknown as Usage;
};

/**
 * Usage of an order with so many lines, on the straight line between the two measured sizes next to it; beyond the largest, on
 * the line through the last two.
 * @param measured at least two sizes, in their order.
 */
export const usageOf = (measured: readonly Usage[], lines: number): Usage => {
  const above = measured.findIndex((one, index) => index > 0 && one.lines >= lines);
  const index = above === -1 ? measured.length - 1 : above;
  const [from, to] = [measured[index - 1], measured[index]];
  if (from === undefined || to === undefined) throw new Error('the usage of at least two order sizes is needed');
  return blend(from, to, lines);
};
