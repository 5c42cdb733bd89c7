import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';

/**
 * Translates an error of the AWS SDK after its own retries: a refused request stays an error, because it would be refused
 * again; timeouts, throttling and faults of the service are transient.
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
