import { exchange, int8, noTags } from './protocol.ts';

const describeCluster = { apiKey: 60, apiVersion: 0 };
const withoutPermissions = int8(0);
const timeoutMs = 5_000;

/**
 * The ids of the nodes that the one at `address` sees alive. kafkajs would query any node, even one that is paused.
 *
 * @param address `host:port` of the node's plain-text listener.
 * @throws {Error} when the node does not answer.
 */
export const aliveNodes = async (address: string): Promise<readonly number[]> => {
  const body = Buffer.concat([withoutPermissions, noTags]);
  const response = await exchange(address, { ...describeCluster, body }, timeoutMs);
  response.int32(); // throttle time
  const errorCode = response.int16();
  const message = response.string();
  if (errorCode !== 0) throw new Error(`Kafka at ${address}: ${message} (error ${errorCode})`);
  response.string(); // cluster id
  response.int32(); // controller
  return response.array(() => {
    const id = response.int32();
    response.string(); // host
    response.int32(); // port
    response.string(); // rack
    response.tags();
    return id;
  });
};
