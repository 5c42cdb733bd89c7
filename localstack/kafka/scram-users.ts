import { setTimeout as delay } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { alterScramCredentials, type ScramUser } from './alter-scram-credentials.ts';
import { withAdmin } from './control-plane.ts';
import type { KafkaNode } from './node.ts';

/** A node, as far as its users matter. */
export type UserNode = Pick<KafkaNode, 'name' | 'state' | 'internalAddress' | 'clientAddress'>;

const deadlineMs = 30_000;
const pollMs = 20;

/**
 * Creates users or sets their passwords, on fresh and on kept data alike. Resolves when every running node accepts them; stopped
 * nodes replicate them before they take requests.
 *
 * @throws {Error} when no node runs, Kafka refuses a user, or a node does not accept it in time.
 */
export const setScramUsers = async (nodes: readonly UserNode[], users: readonly ScramUser[]): Promise<void> => {
  const running = nodes.filter((node) => node.state === 'running');
  const [first] = running;
  const last = users.at(-1);
  if (last === undefined) return;
  if (first === undefined) throw new Error('no Kafka node runs that could take the SCRAM users');
  await alterScramCredentials(first.internalAddress, users);
  // A node replicates all of them in one batch: the last one proves the others.
  await Promise.all(running.map((node) => letsIn(node, last)));
};

const letsIn = async (node: UserNode, user: ScramUser): Promise<void> => {
  const kafka = new kafkajs.Kafka({
    clientId: 'orderstream-control-plane',
    brokers: [node.clientAddress],
    sasl: { mechanism: 'scram-sha-512', ...user },
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 0 },
  });
  const started = Date.now();
  for (;;) {
    try {
      return await withAdmin(kafka, async () => undefined);
    } catch (cause) {
      if (Date.now() - started > deadlineMs)
        throw new Error(`Kafka ${node.name} does not let in the user "${user.username}"`, { cause });
      await delay(pollMs);
    }
  }
};
