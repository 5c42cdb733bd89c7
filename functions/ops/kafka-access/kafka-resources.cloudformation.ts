import type { Logger } from '@aws-lambda-powertools/logger';
import type { AdministratorPorts } from './administrator-session.ts';
import type { CustomResource } from './custom-resource.cloudformation.ts';
import { provideKafkaAccess } from './kafka-access.ts';
import { parseCluster, parseKafkaAccess } from './kafka-access-properties.ts';
import { locateBrokers } from './kafka-brokers.ts';

interface Runtime {
  readonly logger: Pick<Logger, 'info'>;
  readonly pause: (ms: number) => Promise<void>;
}

/** The custom resources of the cluster's administrator. `Custom::KafkaBrokers` has the attribute `BootstrapBrokers`. */
export const administrationResources = (
  ports: AdministratorPorts,
  { logger, pause }: Runtime,
): Readonly<Record<'Custom::KafkaAccess' | 'Custom::KafkaBrokers', CustomResource>> => ({
  'Custom::KafkaAccess': {
    provide: async (properties, deadline) => {
      const request = parseKafkaAccess(properties);
      const changed = await provideKafkaAccess(ports, request, { ...deadline, pause });
      logger.info('Kafka access is as declared', { ...changed });
      return { physicalId: `kafka-access/${request.clusterArn}`, attributes: {} };
    },
    remove: async () => undefined, // The rules stay: without them the cluster would be open to every user.
  },
  'Custom::KafkaBrokers': {
    provide: async (properties, deadline) => {
      const cluster = parseCluster(properties);
      const brokers = await locateBrokers(ports, cluster, { ...deadline, pause });
      return { physicalId: `kafka-brokers/${cluster.clusterArn}`, attributes: { BootstrapBrokers: brokers } };
    },
    remove: async () => undefined,
  },
});
