import { platformModule } from '../platform-module.ts';
import { module as secrets } from '../secrets/module.ts';
import { startKafkaCluster } from './cluster.ts';
import { startMskEndpoint } from './msk-endpoint.ts';
import { mskResources } from './resources.ts';

/** Kafka, and Amazon MSK's API in front of it. Started while the nodes still start: the resources wait for them. */
export const module = platformModule({
  name: 'kafka',
  needs: { secrets },
  start: async (_needed, { options, folder, progress }) => {
    const cluster = progress.part(
      'kafka',
      () => startKafkaCluster({ folder: folder.kafka, jars: options.jars.kafka }),
      ({ nodes, kept }) => `${nodes.length} nodes${kept ? ', data kept' : ''}`,
    );
    // A failure is reported where the cluster is needed; until then it must not end the process.
    cluster.catch(() => undefined);
    // ARN of each cluster → its bootstrap string; filled by the deployment.
    const clusters = new Map<string, string>();
    return { cluster, clusters, endpoint: await startMskEndpoint(clusters) };
  },
  stop: async ({ cluster, endpoint }) => {
    await endpoint.stop();
    await cluster.then(
      (started) => started.stop(),
      () => undefined,
    );
  },
  resources: ({ cluster, clusters }, { secrets: { store } }, { progress }) =>
    mskResources({
      cluster,
      clusters,
      secretValue: async (arn) => store.value(arn),
      note: (line) => progress.note('kafka', line),
    }),
});
