import { type AdministeredCluster, type AdministratorPorts, administratorSession } from './administrator-session.ts';
import type { Sleeper } from './ports.ts';

/**
 * Every broker of a cluster, sorted, as the brokers themselves say. Amazon MSK's GetBootstrapBrokers answers with three of
 * them, other ones each time: as a setting of functions it would change with every look, and lose half of the cluster.
 *
 * @returns `host:port` list, comma-separated, of the SASL/SCRAM listener.
 * @throws {TransientError} the last fault, when patience ended.
 */
export const locateBrokers = async (
  ports: AdministratorPorts,
  cluster: AdministeredCluster,
  sleeper: Sleeper,
): Promise<string> => {
  const brokers = await administratorSession(ports, cluster, sleeper, (kafka) => kafka.brokers());
  return brokers.toSorted().join(',');
};
