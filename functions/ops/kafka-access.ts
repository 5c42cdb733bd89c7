import { TransientError } from '../shared/runtime/idioms/transient-error.ts';
import { accessChange, type Grant, isEmpty, keepsAdministrator } from './domain.ts';
import type { AclStore, ClusterDirectory, CredentialsStore, Patience, WithAcls } from './ports.ts';

export interface KafkaAccessPorts {
  readonly clusters: ClusterDirectory;
  readonly credentials: CredentialsStore;
  readonly withAcls: WithAcls;
}

/** What a cluster's access must be. */
export interface KafkaAccessRequest {
  readonly clusterArn: string;
  readonly adminSecretArn: string;
  readonly grants: readonly Grant[];
}

export interface KafkaAccessOutcome {
  /** `host:port` list, comma-separated, of the SASL/SCRAM listener. */
  readonly bootstrapBrokers: string;
  readonly added: number;
  readonly removed: number;
}

const pauseMs = 500;
const settleMs = 50;

/**
 * Makes the rules on the brokers equal to the declared grants. A cluster that does not answer yet, or does not know the
 * administrator yet, is asked again until patience ends.
 *
 * @throws {Error} when the grants would lock the administrator out; nothing is changed then.
 * @throws {TransientError} the last fault, when patience ended.
 */
export const provideKafkaAccess = async (
  ports: KafkaAccessPorts,
  { clusterArn, adminSecretArn, grants }: KafkaAccessRequest,
  patience: Patience,
): Promise<KafkaAccessOutcome> => {
  const logins = await patiently(patience, () => ports.credentials.adminLogins(adminSecretArn));
  const [{ username }] = logins;
  if (!keepsAdministrator(username, grants))
    throw new Error(`the grants would lock out "${username}": it needs All on the cluster`);
  const bootstrapBrokers = await patiently(patience, () => ports.clusters.bootstrapBrokers(clusterArn));
  const changed = await patiently(patience, () =>
    withFirst(logins, (login) =>
      ports.withAcls(bootstrapBrokers, login, (acls) => reconcile(acls, username, grants, patience)),
    ),
  );
  return { bootstrapBrokers, ...changed };
};

/** The first login that brokers take. A refusal cannot be told from an answer that comes late: each is tried again. */
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

/** Changes and looks again, until the brokers themselves list what is declared: changes reach them a moment later. */
const reconcile = async (acls: AclStore, admin: string, grants: readonly Grant[], patience: Patience) => {
  let outcome: { readonly added: number; readonly removed: number } | undefined;
  while (patience.remainingMs() > 0) {
    const change = accessChange(admin, grants, await acls.list());
    outcome ??= { added: change.addFirst.length + change.add.length, removed: change.remove.length };
    if (isEmpty(change)) return outcome;
    if (change.addFirst.length > 0) await acls.add(change.addFirst);
    if (change.add.length > 0) await acls.add(change.add);
    if (change.remove.length > 0) await acls.remove(change.remove);
    await patience.pause(settleMs);
  }
  throw new TransientError('the brokers do not list the rules that they accepted');
};

const patiently = async <T>(patience: Patience, attempt: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof TransientError) || patience.remainingMs() <= pauseMs) throw error;
      await patience.pause(pauseMs);
    }
  }
};
