import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { AsAdministrator, ClusterDirectory, CredentialsStore, KafkaAdministration, Sleeper } from './ports.ts';

export interface AdministratorPorts {
  readonly clusters: ClusterDirectory;
  readonly credentials: CredentialsStore;
  readonly asAdministrator: AsAdministrator;
}

/** The cluster, and the secret of its administrator. */
export interface AdministeredCluster {
  readonly clusterArn: string;
  readonly adminSecretArn: string;
}

const pauseMs = 500;

/**
 * Runs `use` as the administrator of a cluster. A cluster that does not answer yet, or does not know the administrator yet, is
 * asked again until patience ends.
 *
 * @param check called with the administrator's name before brokers are asked; what it throws ends the session.
 * @throws {TransientError} the last fault, when patience ended.
 */
export const administratorSession = async <T>(
  { clusters, credentials, asAdministrator }: AdministratorPorts,
  { clusterArn, adminSecretArn }: AdministeredCluster,
  sleeper: Sleeper,
  use: (kafka: KafkaAdministration, username: string) => Promise<T>,
  check: (username: string) => void = () => undefined,
): Promise<T> => {
  const logins = await patiently(sleeper, () => credentials.adminLogins(adminSecretArn));
  const [{ username }] = logins;
  check(username);
  const brokers = await patiently(sleeper, () => clusters.bootstrapBrokers(clusterArn));
  return patiently(sleeper, () =>
    withFirst(logins, (login) => asAdministrator(brokers, login, (kafka) => use(kafka, username))),
  );
};

/** The first login that brokers take. A refusal looks like an answer that comes late: each is tried again. */
const withFirst = async <L, T>(logins: readonly [L, ...L[]], attempt: (login: L) => Promise<T>): Promise<T> => {
  const [first, ...others] = logins;
  try {
    return await attempt(first);
  } catch (error) {
    const [next, ...rest] = others;
    if (next === undefined || !(error instanceof TransientError)) throw error;
    return withFirst([next, ...rest], attempt);
  }
};

const patiently = async <T>(sleeper: Sleeper, attempt: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof TransientError) || sleeper.remainingMs() <= pauseMs) throw error;
      await sleeper.pause(pauseMs);
    }
  }
};
