import type { ScramCredentials } from './scram-credentials.ts';

/** Where a user's passwords are kept. */
export interface PasswordStore {
  current(): Promise<ScramCredentials>;
  /** The password before the current one; undefined where there never was one. */
  previous(): Promise<ScramCredentials | undefined>;
}

/** The login of a client's next connection. */
export interface ScramLogins {
  next(): Promise<ScramCredentials>;
  /**
   * Reports that a broker refused a login.
   * @returns whether the next connection has another login to try.
   */
  refused(login: ScramCredentials): Promise<boolean>;
}

/** A password that was refused so recently is not tried again: both are wrong, or the user is gone. */
const futileMs = 2_000;

/**
 * The passwords of a Kafka user while they change. Amazon MSK takes up to ten minutes to learn of a new one, lets in by the
 * former one until then, and by the new one alone from then on: no clock says which it is, so the brokers' refusal decides.
 */
export const scramLogins = (store: PasswordStore, now: () => number = Date.now): ScramLogins => {
  let known: Promise<ScramCredentials> | undefined;
  const refusedAt = new Map<string, number>();

  const read = (login: () => Promise<ScramCredentials>): Promise<ScramCredentials> => {
    const reading = login();
    known = reading;
    reading.catch(() => {
      if (known === reading) known = undefined;
    });
    return reading;
  };
  const isFutile = ({ password }: ScramCredentials): boolean =>
    now() - (refusedAt.get(password) ?? Number.NEGATIVE_INFINITY) < futileMs;

  return {
    next: () => known ?? read(store.current),
    refused: async (login) => {
      const inUse = await known?.catch(() => undefined);
      // Another connection was refused before this one, and has changed the login already.
      if (inUse !== undefined && inUse.password !== login.password) return true;
      refusedAt.set(login.password, now());
      const [current, previous] = await Promise.all([store.current(), store.previous()]);
      const other = [current, previous].find((each) => each !== undefined && each.password !== login.password);
      if (other === undefined || isFutile(other)) {
        known = undefined;
        return false;
      }
      known = Promise.resolve(other);
      // Two passwords at most are of interest.
      for (const password of refusedAt.keys()) {
        if (password !== login.password && password !== other.password) refusedAt.delete(password);
      }
      return true;
    },
  };
};
