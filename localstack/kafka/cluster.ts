import type { Admin } from 'kafkajs';
import type { ScramUser } from './alter-scram-credentials.ts';
import { ensureClassArchive } from './class-archive.ts';
import { setClusterDefaults } from './cluster-defaults.ts';
import { controlPlane, withAdmin } from './control-plane.ts';
import { KafkaNode } from './node.ts';
import { layOutNodes } from './node-layout.ts';
import { setScramUsers } from './scram-users.ts';
import { clusterDefaults } from './server-properties.ts';
import { prepareStorage, type Storage } from './storage.ts';

const nodeIds = [1, 2, 3, 4, 5] as const;

export interface KafkaClusterOptions {
  /** The cluster's data, properties and logs per node. Data of an earlier run is reused. */
  readonly folder: string;
  /** Folder of Kafka's jars. */
  readonly jars: string;
  /** Users of the client listener that must exist when the cluster is ready; others follow by `setUsers`. */
  readonly users?: readonly ScramUser[];
}

/** Five Kafka nodes on loopback. */
export interface KafkaCluster extends Storage {
  /** SASL/SCRAM-SHA-512 without TLS: the clients' bootstrap string, `host:port` joined by commas. */
  readonly bootstrapBrokers: string;
  /** Plain text, superuser: for the platform itself (see `control-plane.ts`). */
  readonly internalBrokers: readonly string[];
  readonly nodes: readonly KafkaNode[];
  /** @param name `node-1` … `node-5`. @throws {Error} naming the nodes there are. */
  node(name: string): KafkaNode;
  /** Creates users or sets their passwords. Resolves when every running node accepts them. */
  setUsers(users: readonly ScramUser[]): Promise<void>;
  /** Runs `use` as the control plane. */
  admin<T>(use: (admin: Admin) => Promise<T>): Promise<T>;
  /**
   * Ends all nodes at once by SIGKILL and resolves when no process is left. The data survives: acknowledged records are in the
   * operating system's page cache. (In an orderly shutdown of all, the last nodes would wait for a quorum that is gone.)
   */
  stop(): Promise<void>;
}

/**
 * Starts five combined broker and controller nodes and resolves when each takes requests and sees all the others.
 *
 * @throws {Error} naming the node that does not come up, with its last log lines; no process is left then.
 */
export const startKafkaCluster = async ({ folder, jars, users = [] }: KafkaClusterOptions): Promise<KafkaCluster> => {
  await ensureClassArchive(jars);
  const layout = await layOutNodes(folder, nodeIds);
  const storage = await prepareStorage(folder, layout, jars);
  const nodes = layout.map((node) => new KafkaNode(node, jars));
  const internalBrokers = nodes.map((node) => node.internalAddress);
  const admin: KafkaCluster['admin'] = (use) => withAdmin(controlPlane(internalBrokers), use);
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.kill()));
  };
  try {
    for (const node of nodes) node.start();
    await Promise.all(nodes.map((node) => node.ready(nodeIds)));
    await Promise.all([
      setScramUsers(nodes, users),
      ...nodes
        .slice(0, 1)
        .map((node) => admin((client) => setClusterDefaults(node.internalAddress, client, clusterDefaults))),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    ...storage,
    bootstrapBrokers: nodes.map((node) => node.clientAddress).join(','),
    internalBrokers,
    nodes,
    node: (name) => nodeNamed(nodes, name),
    setUsers: (changed) => setScramUsers(nodes, changed),
    admin,
    stop,
  };
};

const nodeNamed = (nodes: readonly KafkaNode[], name: string): KafkaNode => {
  const node = nodes.find((candidate) => candidate.name === name);
  if (node === undefined) throw new Error(`no Kafka node "${name}"; there are ${nodes.map((n) => n.name).join(', ')}`);
  return node;
};
