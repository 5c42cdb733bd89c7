/** The exit code by which shells report a command ended by Ctrl-C. */
export const interruptedExitCode = 130;

const repeatMs = 1_000;
const parentCheckMs = 500;

export interface Interruption {
  /** Resolves with the signal's name on the first signal to stop, or once the parent is gone. */
  readonly stopRequested: Promise<string>;
  /** Removes the signal handlers. */
  dispose(): void;
}

/**
 * Handles Ctrl-C and its like. A signal within a second of the first is the same key press, delivered by the terminal
 * and by the parent; a later one means "at once": the process ends, and the reaper ends its children.
 */
export const interruption = (): Interruption => {
  const { promise, resolve } = Promise.withResolvers<string>();
  let first: number | undefined;
  const onSignal = (signal: string): void => {
    if (first !== undefined && Date.now() - first > repeatMs) process.exit(interruptedExitCode);
    first ??= Date.now();
    resolve(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  const parent = process.ppid;
  const orphanWatch = setInterval(() => {
    if (process.ppid !== parent) onSignal('the end of the parent process');
  }, parentCheckMs);
  orphanWatch.unref();
  return {
    stopRequested: promise,
    dispose: () => {
      clearInterval(orphanWatch);
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
};
