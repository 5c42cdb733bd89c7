import type { Random } from './random.ts';

/** `poisson`: independent clients, as real traffic; `even`: a fixed distance between two arrivals. */
export const arrivalKinds = ['poisson', 'even'] as const;
export type ArrivalKind = (typeof arrivalKinds)[number];

/**
 * The planned times of arrival, in milliseconds from the start and below `seconds`. They depend on nothing that the platform
 * answers: a generator that waits for answers slows down with the platform, and leaves out the requests that would have waited.
 */
export function* arrivals(
  kind: ArrivalKind,
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
  random: Random,
): Generator<number> {
  const meanMs = 1_000 / rate;
  const endMs = seconds * 1_000;
  if (kind === 'even') {
    for (let n = 0; n * meanMs < endMs; n += 1) yield n * meanMs;
    return;
  }
  // Gaps of a Poisson process are exponentially distributed; 1 − fraction is never 0, whose logarithm is infinite.
  const gap = (): number => -Math.log(1 - random.fraction()) * meanMs;
  for (let at = gap(); at < endMs; at += gap()) yield at;
}
