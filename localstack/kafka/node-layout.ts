import { join } from 'node:path';
import { freePort } from './free-port.ts';

export const host = '127.0.0.1';

/** The listeners of one node. */
interface NodePorts {
  /** SASL/SCRAM, for every client of the platform: on AWS the same listener uses TLS. */
  readonly client: number;
  /** Plain text between the controllers. */
  readonly controller: number;
  /** Plain text between the brokers, and for the platform itself where AWS has its control plane. */
  readonly internal: number;
}

/** Files and listeners of one node of the cluster. */
export interface NodeLayout {
  /** Kafka's node id. */
  readonly id: number;
  /** `node-1` … `node-5`. */
  readonly name: string;
  readonly dataFolder: string;
  readonly propertiesFile: string;
  /** The node's output, appended over restarts. */
  readonly logFile: string;
  readonly ports: NodePorts;
}

/** Gives every node its files under `clusterFolder` and free ports. Only the files are the same from run to run. */
export const layOutNodes = async (clusterFolder: string, ids: readonly number[]): Promise<readonly NodeLayout[]> => {
  const taken = new Set<number>();
  return Promise.all(
    ids.map(async (id) => {
      const name = `node-${id}`;
      const folder = join(clusterFolder, name);
      return {
        id,
        name,
        dataFolder: join(folder, 'data'),
        propertiesFile: join(folder, 'server.properties'),
        logFile: join(folder, 'node.log'),
        ports: {
          client: await freePort(taken),
          controller: await freePort(taken),
          internal: await freePort(taken),
        },
      };
    }),
  );
};
