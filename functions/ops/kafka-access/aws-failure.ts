import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';

/**
 * Translates what the AWS SDK throws after its own retries: an answer that refuses the request stays what it is, for it
 * will be refused again; no answer, throttling and the service's own faults are transient.
 */
export const transientUnlessRefused = async <T>(request: Promise<T>): Promise<T> => {
  try {
    return await request;
  } catch (error) {
    if (isRefusal(error)) throw error;
    throw new TransientError(error instanceof Error ? error.message : String(error), { cause: error });
  }
};

const isRefusal = (error: unknown): boolean => {
  if (error instanceof TypeError) return true;
  if (!(error instanceof Error) || !('$fault' in error)) return false;
  return error.$fault === 'client' && !/Throttling|TooManyRequests/.test(error.name);
};
