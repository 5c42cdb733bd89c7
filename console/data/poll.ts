/** The browser's part of polling. */
export interface PollPorts {
  readonly isVisible: () => boolean;
  /** Calls the listener when the page is shown or hidden. @returns ends that. */
  readonly onVisibility: (listener: () => void) => () => void;
  /** @returns cancels it. */
  readonly after: (milliseconds: number, run: () => void) => () => void;
}

export interface Polled {
  /** Loads at once. */
  refresh(): void;
  stop(): void;
}

/**
 * Loads now and again some time after each outcome, so that a slow answer delays the next request instead of overtaking it. While the
 * page is hidden nothing is requested; it loads at once when the page is shown again.
 */
export const poll = <T>(
  load: (signal: AbortSignal) => Promise<T>,
  onOutcome: (outcome: { readonly value: T } | { readonly error: unknown }) => void,
  /** Milliseconds from an outcome to the next request. */
  everyMs: () => number,
  ports: PollPorts,
): Polled => {
  let running: AbortController | undefined;
  let cancelNext = (): void => {};

  const pause = (): void => {
    cancelNext();
    running?.abort();
    running = undefined;
  };
  const run = async (): Promise<void> => {
    pause();
    const own = new AbortController();
    running = own;
    const outcome = await load(own.signal).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    // Another request has begun, or none is wanted any more.
    if (running !== own) return;
    onOutcome(outcome);
    cancelNext = ports.after(everyMs(), () => void run());
  };
  const runIfVisible = (): void => {
    if (ports.isVisible()) void run();
    else pause();
  };

  const endVisibility = ports.onVisibility(runIfVisible);
  runIfVisible();
  return {
    refresh: runIfVisible,
    stop: () => {
      endVisibility();
      pause();
    },
  };
};
