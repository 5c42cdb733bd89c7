import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import { type AdministeredCluster, type AdministratorPorts, administratorSession } from './administrator-session.ts';
import { accessChange, type Grant, isEmpty, keepsAdministrator } from './domain.ts';
import type { AclStore, Sleeper } from './ports.ts';

/** The desired access of a cluster. */
export interface KafkaAccessRequest extends AdministeredCluster {
  readonly grants: readonly Grant[];
}

export interface KafkaAccessOutcome {
  readonly added: number;
  readonly removed: number;
}

const recheckMs = 50;

/**
 * Makes the rules on the brokers equal to the declared grants.
 *
 * @throws {Error} the grants would lock the administrator out; nothing is changed.
 * @throws {TransientError} the last fault at the deadline.
 */
export const provideKafkaAccess = (
  ports: AdministratorPorts,
  { grants, ...cluster }: KafkaAccessRequest,
  sleeper: Sleeper,
): Promise<KafkaAccessOutcome> =>
  administratorSession(
    ports,
    cluster,
    sleeper,
    (kafka, username) => reconcile(kafka, username, grants, sleeper),
    (username) => {
      if (!keepsAdministrator(username, grants))
        throw new Error(`the grants would lock out "${username}": it needs All on the cluster`);
    },
  );

/** Applies changes until the brokers list the declared rules: brokers apply accepted changes with a delay. */
const reconcile = async (acls: AclStore, admin: string, grants: readonly Grant[], sleeper: Sleeper) => {
  let outcome: { readonly added: number; readonly removed: number } | undefined;
  while (sleeper.remainingMs() > 0) {
    const change = accessChange(admin, grants, await acls.list());
    outcome ??= { added: change.addFirst.length + change.add.length, removed: change.remove.length };
    if (isEmpty(change)) return outcome;
    if (change.addFirst.length > 0) await acls.add(change.addFirst);
    if (change.add.length > 0) await acls.add(change.add);
    if (change.remove.length > 0) await acls.remove(change.remove);
    await sleeper.pause(recheckMs);
  }
  throw new TransientError('the brokers do not list the rules that they accepted');
};
