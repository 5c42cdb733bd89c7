import type { ScramCredentials } from './scram-credentials.ts';

/** The store of a user's passwords. */
export interface PasswordStore {
  current(): Promise<ScramCredentials>;
  /** The password before the current one; undefined if there was none. */
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

/** A password is not retried so soon after its refusal: both are wrong, or the user does not exist. */
const futileMs = 2_000;

/**
 * The passwords of a Kafka user during a rotation. Amazon MSK accepts the previous one for up to ten minutes, and from then on
 * only the new one: the time does not determine which is valid, so the brokers' refusal decides.
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
      // Another connection was refused first and has already changed the login.
      if (inUse !== undefined && inUse.password !== login.password) return true;
      refusedAt.set(login.password, now());
      const [current, previous] = await Promise.all([store.current(), store.previous()]);
      const other = [current, previous].find((each) => each !== undefined && each.password !== login.password);
      if (other === undefined || isFutile(other)) {
        known = undefined;
        return false;
      }
      known = Promise.resolve(other);
      // Only two passwords are relevant.
      for (const password of refusedAt.keys()) {
        if (password !== login.password && password !== other.password) refusedAt.delete(password);
      }
      return true;
    },
  };
};
