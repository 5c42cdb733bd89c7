/** Time as the event source sees it, so that tests run on virtual time. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Calls once after the delay; 0 means after what is already queued. Returns the cancellation. */
  after(delayMs: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    // A zero timer takes a millisecond or more in Node; an immediate does not.
    if (delayMs <= 0) {
      const immediate = setImmediate(run);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
