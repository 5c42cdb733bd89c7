import { type AdministeredCluster, type AdministratorPorts, administratorSession } from './administrator-session.ts';
import type { Sleeper } from './ports.ts';

/**
 * Every broker of a cluster, sorted, from the brokers' own metadata. Amazon MSK's GetBootstrapBrokers returns three of them,
 * different ones each time: as a setting of functions it would change with every deployment and omit half of the cluster.
 *
 * @returns `host:port` list, comma-separated, of the SASL/SCRAM listener.
 * @throws {TransientError} the last fault at the deadline.
 */
export const locateBrokers = async (
  ports: AdministratorPorts,
  cluster: AdministeredCluster,
  sleeper: Sleeper,
): Promise<string> => {
  const brokers = await administratorSession(ports, cluster, sleeper, (kafka) => kafka.brokers());
  return brokers.toSorted().join(',');
};
