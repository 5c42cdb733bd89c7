import type { Clock } from '../../shared/kernel/clock.ts';

/**
 * Callers within a time share one look, also one that is under way: what many consoles cost Kafka does not depend on their number.
 * A failed look is shared by those that wait for it, not by later ones.
 */
export const sharedLook = <T>(look: () => Promise<T>, clock: Clock, forMs: number): (() => Promise<T>) => {
  let latest: { readonly answer: Promise<T>; until: number } | undefined;
  const begin = (): Promise<T> => {
    const begun = { answer: look(), until: Number.POSITIVE_INFINITY };
    latest = begun;
    begun.answer.then(
      () => {
        begun.until = clock.now().getTime() + forMs;
      },
      () => {
        begun.until = Number.NEGATIVE_INFINITY;
      },
    );
    return begun.answer;
  };
  return () => (latest !== undefined && clock.now().getTime() < latest.until ? latest.answer : begin());
};
