import { host, type NodeLayout } from './node-layout.ts';

/** Five nodes on one machine: few threads, small files and buffers. Invisible to clients. */
export const scaledDown: Readonly<Record<string, string | number>> = {
  'offsets.topic.num.partitions': 10,
  'transaction.state.log.num.partitions': 10,
  'num.network.threads': 2,
  'num.io.threads': 2,
  // Each of these threads wakes several times a second, with nothing to do.
  'group.coordinator.threads': 1,
  'share.coordinator.threads': 1,
  'log.segment.bytes': 16_777_216,
  'log.index.size.max.bytes': 262_144,
  'log.cleaner.dedupe.buffer.size': 4_194_304,
  // An idle node polls its leaders and its controller rarely: new data is answered at once all the same.
  'replica.fetch.wait.max.ms': 3_000,
  'metadata.max.idle.interval.ms': 5_000,
};

/** Settings that a running cluster keeps in its metadata, whatever the file has later: set at every start (see `cluster-defaults.ts`). */
export const clusterDefaults: Readonly<Record<string, string | number>> = { 'min.insync.replicas': 2 };

/**
 * `server.properties` of one combined broker and controller. The quorum is configuration, not data: on a kept data folder the
 * ports may be others than before.
 *
 * @param quorum every node of the cluster, this one included.
 */
export const serverProperties = (node: NodeLayout, quorum: readonly NodeLayout[]): string => {
  const { ports } = node;
  const properties: Readonly<Record<string, string | number | boolean>> = {
    'process.roles': 'broker,controller',
    'node.id': node.id,
    'controller.quorum.voters': quorum.map((voter) => `${voter.id}@${host}:${voter.ports.controller}`).join(','),
    'log.dirs': node.dataFolder,

    listeners: `CLIENT://${host}:${ports.client},CONTROLLER://${host}:${ports.controller},INTERNAL://${host}:${ports.internal}`,
    'advertised.listeners': `CLIENT://${host}:${ports.client},INTERNAL://${host}:${ports.internal}`,
    'listener.security.protocol.map': 'CLIENT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'INTERNAL',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'listener.name.client.scram-sha-512.sasl.jaas.config':
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',

    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    // Clients without SASL: the nodes themselves and the platform's control plane.
    'super.users': 'User:ANONYMOUS',
    // Amazon MSK's default, which the access-control lists have to close.
    'allow.everyone.if.no.acl.found': true,

    'auto.create.topics.enable': false,
    'default.replication.factor': 3,
    ...clusterDefaults,
    'unclean.leader.election.enable': false,
    'offsets.topic.replication.factor': 3,
    'transaction.state.log.replication.factor': 3,
    'transaction.state.log.min.isr': 2,

    // Consumers of one machine all join at once: waiting for more members only delays the first record.
    'group.initial.rebalance.delay.ms': 0,

    ...scaledDown,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
};
