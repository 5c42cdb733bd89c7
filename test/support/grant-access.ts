import { kafkajsAdministration } from '../../functions/ops/kafka-access/administration.kafkajs.ts';
import { provideKafkaAccess } from '../../functions/ops/kafka-access/kafka-access.ts';
import { acls } from '../../schemas/access-matrix.ts';
import { type TestCluster, testUser } from './kafka-cluster.ts';

const withinMs = 60_000;

/** Gives every principal of a test cluster the rights of the access matrix, as the deployment does, and no others. */
export const grantAccess = async (cluster: TestCluster): Promise<void> => {
  const until = Date.now() + withinMs;
  await provideKafkaAccess(
    {
      clusters: { bootstrapBrokers: async () => cluster.bootstrapBrokers },
      credentials: { adminLogins: async () => [testUser('admin')] },
      asAdministrator: kafkajsAdministration,
    },
    {
      clusterArn: 'arn:aws:kafka:eu-west-1:000000000000:cluster/test/0-1',
      adminSecretArn: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:AmazonMSK_test_admin-000000',
      grants: acls.map(({ principal, ...grant }) => ({ user: principal, ...grant })),
    },
    { remainingMs: () => until - Date.now(), pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
  );
};
