import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';

/** Attempts per request, and how long after the first of them another may begin. */
const limits = { tries: 5, milliseconds: 10_000 } as const;

/** Retries while Kafka definitely refuses, and time allows. Returns the outcome of the last attempt. */
export const whileRefused = async <T>(
  deadline: Deadline,
  isRefused: (outcome: T) => boolean,
  attempt: () => Promise<T>,
): Promise<T> => {
  const stopAtMs = Math.max(0, deadline.remainingMs() - limits.milliseconds);
  for (let tries = 1; ; tries += 1) {
    const outcome = await attempt();
    if (!isRefused(outcome) || tries === limits.tries || deadline.remainingMs() <= stopAtMs) return outcome;
  }
};
