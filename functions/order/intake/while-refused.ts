import type { Deadline } from '../../shared/runtime/idioms/idiom.ts';

/** Attempts per request, and how long after the first of them another may begin. */
const most = { tries: 5, milliseconds: 10_000 } as const;

/** Retries while Kafka definitely refuses, and time allows. Returns the outcome of the last attempt. */
export const whileRefused = async <T>(
  deadline: Deadline,
  isRefused: (outcome: T) => boolean,
  attempt: () => Promise<T>,
): Promise<T> => {
  const least = Math.max(0, deadline.remainingMs() - most.milliseconds);
  for (let tries = 1; ; tries += 1) {
    const outcome = await attempt();
    if (!isRefused(outcome) || tries === most.tries || deadline.remainingMs() <= least) return outcome;
  }
};
