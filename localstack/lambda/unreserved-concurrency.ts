import { availableParallelism } from 'node:os';
import type { LocalLambdaSettings } from './local-lambda.ts';

/** Connections per function: a slow call must not block the next. */
const leastEnvironments = 2;

/**
 * An account has room for a thousand environments: callers wait for one of the few here instead of being throttled. More processes
 * than processors only cost starts and memory.
 */
export const unreservedConcurrency = (): Pick<LocalLambdaSettings, 'unreservedConcurrency' | 'atUnreservedLimit'> => ({
  unreservedConcurrency: Math.max(leastEnvironments, availableParallelism()),
  atUnreservedLimit: 'wait',
});
