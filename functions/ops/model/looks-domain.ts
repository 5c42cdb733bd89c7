import type { Pipeline } from '../../../schemas/generated/types.ts';

/** Rates over this time: one over a shorter time jumps with every batch. */
const windowMs = 10_000;

/** The looks of the last seconds. */
export class Looks {
  #recent: readonly Pipeline[] = [];

  /** Adds a look. @returns the earliest one that rates are computed from; undefined for the first. */
  add(look: Pipeline): Pipeline | undefined {
    const since = Date.parse(look.at) - windowMs;
    const earlier = this.#recent.filter(({ at }) => at !== look.at);
    const within = earlier.filter(({ at }) => Date.parse(at) >= since);
    // After a pause, the last look before it is still better than none.
    const kept = within.length > 0 ? within : earlier.slice(-1);
    this.#recent = [...kept, look];
    return kept[0];
  }
}
