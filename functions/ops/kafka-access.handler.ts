import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { kafkajsAcls } from './acls.kafkajs.ts';
import { mskClusters } from './clusters.msk.ts';
import { secretsManagerCredentials } from './credentials.secrets-manager.ts';
import { customResourceHandler } from './custom-resource.cloudformation.ts';
import { provideKafkaAccess } from './kafka-access.ts';
import { parseKafkaAccess } from './kafka-access-properties.ts';

const logger = new Logger();
const ports = { clusters: mskClusters(), credentials: secretsManagerCredentials(), withAcls: kafkajsAcls };

/** `Custom::KafkaAccess`. Attribute: `BootstrapBrokers`. */
export const handler = customResourceHandler({
  provide: async (properties, deadline) => {
    const request = parseKafkaAccess(properties);
    const { bootstrapBrokers, ...changed } = await provideKafkaAccess(ports, request, { ...deadline, pause });
    logger.info('Kafka access is as declared', changed);
    return { physicalId: `kafka-access/${request.clusterArn}`, attributes: { BootstrapBrokers: bootstrapBrokers } };
  },
  remove: async () => undefined, // The rules stay: without them the cluster would be open to everyone.
});
