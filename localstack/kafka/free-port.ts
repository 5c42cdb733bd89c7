import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ranges from which Linux (32768) and macOS (49152) take the ports of outgoing connections: a node that is down
 * for a while finds its ports still free when it is restarted.
 */
const lowest = 15_000;
const highest = 32_000;
const attempts = 1_000;

/**
 * @param taken ports already reserved; the new one is added to it.
 * @returns a TCP port of loopback on which nothing listens now.
 */
export const freePort = async (taken: Set<number>): Promise<number> => {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = randomInt(lowest, highest);
    if (taken.has(port)) continue;
    taken.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port on loopback between ${lowest} and ${highest}`);
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
