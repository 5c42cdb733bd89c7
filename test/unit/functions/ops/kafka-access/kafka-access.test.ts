// Also tests functions/ops/kafka-access
import { expect, test } from 'vitest';
import type { AdministratorPorts } from '../../../../../functions/ops/kafka-access/administrator-session.ts';
import { type AclRule, type Grant, ruleOf } from '../../../../../functions/ops/kafka-access/domain.ts';
import { provideKafkaAccess } from '../../../../../functions/ops/kafka-access/kafka-access.ts';
import { locateBrokers } from '../../../../../functions/ops/kafka-access/kafka-brokers.ts';
import { TransientError } from '../../../../../functions/shared/runtime/idioms/transient-error.ts';

const adminOnCluster: Grant = {
  user: 'admin',
  resourceType: 'cluster',
  resourceName: 'kafka-cluster',
  operation: 'All',
};
const orderWrites: Grant = { user: 'order', resourceType: 'topic', resourceName: 'orders.created', operation: 'Write' };
const stale: AclRule = ruleOf({ ...orderWrites, user: 'analytics' });

interface Login {
  readonly username: string;
  readonly password: string;
}

/**
 * Brokers that behave like Amazon MSK's: rules on the cluster, if any, must allow the user who changes them.
 */
class Brokers {
  rules: readonly AclRule[] = [];
  up: readonly string[] = ['b-1:9096', 'b-2:9096'];
  readonly steps: string[] = [];
  /** The administrator's password on the brokers. */
  password = 'secret';
  logins: readonly [Login, ...Login[]] = [{ username: 'admin', password: 'secret' }];
  /** Faults of the next logins. */
  readonly faults: Error[] = [];
  /** Number of reads that still return the rules before the last change. */
  staleLooks = 0;
  #shown: readonly AclRule[] = [];

  readonly ports: AdministratorPorts = {
    clusters: { bootstrapBrokers: async () => 'b-1:9096,b-2:9096' },
    credentials: { adminLogins: async () => this.logins },
    asAdministrator: async (_brokers, { password }, use) => {
      const fault = this.faults.shift();
      if (fault) throw fault;
      if (password !== this.password) throw new TransientError('authentication failed');
      return use({
        brokers: async () => this.up,
        list: async () => {
          if (this.staleLooks > 0) this.staleLooks -= 1;
          else this.#shown = this.rules;
          return this.#shown;
        },
        add: async (rules) => this.#change('add', rules, [...this.rules, ...rules]),
        remove: async (rules) =>
          this.#change(
            'remove',
            rules,
            this.rules.filter((rule) => !rules.includes(rule)),
          ),
      });
    },
  };

  #change(step: string, rules: readonly AclRule[], after: readonly AclRule[]): void {
    const onCluster = this.rules.filter(({ resourceType }) => resourceType === 'cluster');
    if (onCluster.length > 0 && !onCluster.some(({ principal }) => principal === 'User:admin'))
      throw new Error('CLUSTER_AUTHORIZATION_FAILED');
    this.steps.push(`${step} ${rules.map(({ principal }) => principal).join(' ')}`);
    this.rules = after;
  }
}

const request = (...grants: readonly Grant[]) => ({ clusterArn: 'cluster', adminSecretArn: 'secret', grants });

/** A clock that only pauses advance. */
const sleeper = (totalMs: number) => {
  let left = totalMs;
  return {
    remainingMs: () => left,
    pause: async (ms: number) => {
      left -= ms;
    },
  };
};

test('adds the administrator’s rules, then the others, then removes undeclared ones', async () => {
  const brokers = new Brokers();
  brokers.rules = [stale];
  const outcome = await provideKafkaAccess(brokers.ports, request(orderWrites, adminOnCluster), sleeper(10_000));
  expect(outcome).toEqual({ added: 2, removed: 1 });
  expect(brokers.steps).toEqual(['add User:admin', 'add User:order', 'remove User:analytics']);
  expect(brokers.rules).toEqual([ruleOf(adminOnCluster), ruleOf(orderWrites)]);
});

test('changes nothing if all rules are as declared', async () => {
  const brokers = new Brokers();
  brokers.rules = [ruleOf(adminOnCluster)];
  expect(await provideKafkaAccess(brokers.ports, request(adminOnCluster), sleeper(10_000))).toMatchObject({
    added: 0,
    removed: 0,
  });
  expect(brokers.steps).toEqual([]);
});

test('rejects grants that would lock the administrator out, and changes nothing', async () => {
  const brokers = new Brokers();
  await expect(provideKafkaAccess(brokers.ports, request(orderWrites), sleeper(10_000))).rejects.toThrow(
    'would lock out "admin"',
  );
  expect(brokers.steps).toEqual([]);
});

test('waits for a cluster that does not answer yet', async () => {
  const brokers = new Brokers();
  brokers.faults.push(new TransientError('no broker'), new TransientError('unknown user'));
  await provideKafkaAccess(brokers.ports, request(adminOnCluster), sleeper(10_000));
  expect(brokers.rules).toEqual([ruleOf(adminOnCluster)]);
});

test('logs in by the previous password until brokers accept the new one', async () => {
  const brokers = new Brokers();
  brokers.logins = [
    { username: 'admin', password: 'new' },
    { username: 'admin', password: 'secret' },
  ];
  await provideKafkaAccess(brokers.ports, request(adminOnCluster), sleeper(100));
  expect(brokers.rules).toEqual([ruleOf(adminOnCluster)]);
});

test('fails with the last fault at the deadline', async () => {
  const brokers = new Brokers();
  brokers.faults.push(...Array.from({ length: 100 }, (_, index) => new TransientError(`fault ${index}`)));
  await expect(provideKafkaAccess(brokers.ports, request(adminOnCluster), sleeper(2_000))).rejects.toThrow(/^fault 3$/);
});

test('does not retry a permanent refusal', async () => {
  const brokers = new Brokers();
  brokers.faults.push(new Error('CLUSTER_AUTHORIZATION_FAILED'));
  await expect(provideKafkaAccess(brokers.ports, request(adminOnCluster), sleeper(10_000))).rejects.toThrow(
    'CLUSTER_AUTHORIZATION_FAILED',
  );
});

test('completes only when the brokers list the declared rules', async () => {
  const brokers = new Brokers();
  brokers.staleLooks = 3;
  expect(await provideKafkaAccess(brokers.ports, request(adminOnCluster), sleeper(10_000))).toMatchObject({
    added: 1,
  });
  expect(brokers.staleLooks).toBe(0);

  brokers.staleLooks = Number.POSITIVE_INFINITY;
  await expect(
    provideKafkaAccess(brokers.ports, request(adminOnCluster, orderWrites), sleeper(10_000)),
  ).rejects.toThrow('do not list the rules');
});

test('locates all brokers, sorted', async () => {
  const brokers = new Brokers();
  const located = async (up: readonly string[]) => {
    brokers.up = up;
    return locateBrokers(brokers.ports, { clusterArn: 'cluster', adminSecretArn: 'secret' }, sleeper(10_000));
  };
  const six = ['b-3:9096', 'b-1:9096', 'b-6:9096', 'b-2:9096', 'b-5:9096', 'b-4:9096'];
  expect(await located(six)).toBe('b-1:9096,b-2:9096,b-3:9096,b-4:9096,b-5:9096,b-6:9096');
  expect(await located(six.toReversed())).toBe(await located(six));
});

test('locates brokers once they accept the administrator', async () => {
  const brokers = new Brokers();
  brokers.faults.push(new TransientError('unknown user'));
  const cluster = { clusterArn: 'cluster', adminSecretArn: 'secret' };
  expect(await locateBrokers(brokers.ports, cluster, sleeper(10_000))).toBe('b-1:9096,b-2:9096');
});
