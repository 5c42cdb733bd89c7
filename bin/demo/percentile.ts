/** The smallest of `values` that at least the share `p` (0…1) of them does not exceed; NaN of none. Nearest rank. */
export const percentile = (values: readonly number[], p: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
};
