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
 * Runs `use` as the administrator of a cluster. Retries until the deadline while the cluster does not answer or does not know
 * the administrator yet.
 *
 * @param check called with the administrator's name before any broker is contacted; an error that it throws ends the session.
 * @throws {TransientError} the last fault at the deadline.
 */
export const administratorSession = async <T>(
  { clusters, credentials, asAdministrator }: AdministratorPorts,
  { clusterArn, adminSecretArn }: AdministeredCluster,
  sleeper: Sleeper,
  use: (kafka: KafkaAdministration, username: string) => Promise<T>,
  check: (username: string) => void = () => undefined,
): Promise<T> => {
  const logins = await retryUntilDeadline(sleeper, () => credentials.adminLogins(adminSecretArn));
  const [{ username }] = logins;
  check(username);
  const brokers = await retryUntilDeadline(sleeper, () => clusters.bootstrapBrokers(clusterArn));
  return retryUntilDeadline(sleeper, () =>
    withFirst(logins, (login) => asAdministrator(brokers, login, (kafka) => use(kafka, username))),
  );
};

/** Tries logins in order. kafkajs does not distinguish a refusal from a timeout: both try the next login. */
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

const retryUntilDeadline = async <T>(sleeper: Sleeper, attempt: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof TransientError) || sleeper.remainingMs() <= pauseMs) throw error;
      await sleeper.pause(pauseMs);
    }
  }
};
