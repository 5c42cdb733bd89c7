/** Time, so that tests can make it pass. */
export interface Timers {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls `run` once at `epochMs`, or as soon as possible if that is past. Returns how to cancel it. */
  at(epochMs: number, run: () => void): () => void;
}

/** The longest delay setTimeout takes. */
const maxDelayMs = 2 ** 31 - 1;

export const systemTimers: Timers = {
  now: Date.now,
  at(epochMs, run) {
    let timer: NodeJS.Timeout;
    const arm = () => {
      const delay = epochMs - Date.now();
      timer = delay > maxDelayMs ? setTimeout(arm, maxDelayMs) : setTimeout(run, Math.max(0, delay));
    };
    arm();
    return () => clearTimeout(timer);
  },
};
