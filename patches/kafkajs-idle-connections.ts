/**
 * Mends kafkajs 2.2.4: import it wherever a Kafka client is made.
 *
 * A connection counts as good until the other side closes it. Brokers do so after ten minutes without a request, and what is
 * between (NAT, a load balancer, the network of a frozen function) forgets it after 350 seconds: a function that was frozen
 * meanwhile never learns of it, sends into nothing, and waits for its request's timeout, half of what API Gateway allows. A
 * connection that has been idle for longer than any of them allows is replaced before it is used.
 */
import ConnectionPool, { type Connection } from 'kafkajs/src/network/connectionPool.js';

/** Below the 350 seconds of NAT gateways and Network Load Balancers. */
const idleMs = 5 * 60_000;

const usedAt = new WeakMap<Connection, number>();
const replacements = new WeakMap<Connection, Promise<unknown>>();

const isStale = (connection: Connection): boolean => {
  const { inflight, pending } = connection.requestQueue;
  return (
    connection.isConnected() &&
    inflight.size + pending.length === 0 &&
    Date.now() - (usedAt.get(connection) ?? Number.POSITIVE_INFINITY) > idleMs
  );
};

/** The old socket is cut off first: its end would be taken for the end of the new one. */
const replace = async (connection: Connection): Promise<void> => {
  connection.socket
    ?.removeAllListeners()
    .on('error', () => undefined)
    .destroy();
  await connection.disconnect();
  await connection.connect();
};

ConnectionPool.prototype.getConnection = async function getConnection(index = 0): Promise<Connection> {
  const connection = this.pool[index];
  if (connection === undefined) throw new RangeError(`a pool has no connection ${index}`);
  if (isStale(connection) && !replacements.has(connection)) {
    const replacing = replace(connection).finally(() => replacements.delete(connection));
    replacements.set(connection, replacing);
  }
  await replacements.get(connection);
  if (!connection.isConnected()) await connection.connect();
  usedAt.set(connection, Date.now());
  return connection;
};
