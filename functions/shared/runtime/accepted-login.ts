import type { ScramCredentials } from './scram-credentials.ts';

export interface Logins {
  current(): Promise<ScramCredentials>;
  previous(): Promise<ScramCredentials | undefined>;
  /** False only where brokers know the user by another password. */
  isAccepted(login: ScramCredentials): Promise<boolean>;
}

/** Amazon MSK takes up to ten minutes to learn of a new password, and until then lets in by the old one alone. */
const settlingMs = 15 * 60_000;

/**
 * The login that brokers take. A password that is not quite new is the one: nobody is asked. While a new one is on its way to
 * the brokers they decide between it and the one before.
 */
export const acceptedLogin = async (logins: Logins, now: number): Promise<ScramCredentials> => {
  const current = await logins.current();
  if (now - current.since.getTime() > settlingMs) return current;
  const previous = await logins.previous();
  if (previous === undefined || (await logins.isAccepted(current))) return current;
  return previous;
};
