import { GetBootstrapBrokersCommand, KafkaClient } from '@aws-sdk/client-kafka';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import { transientUnlessRefused } from './aws-failure.ts';
import type { ClusterDirectory } from './ports.ts';

/** The bootstrap brokers from Amazon MSK's API. */
export const mskClusters = (msk = new KafkaClient()): ClusterDirectory => ({
  bootstrapBrokers: async (clusterArn) => {
    const command = new GetBootstrapBrokersCommand({ ClusterArn: clusterArn });
    const { BootstrapBrokerStringSaslScram: brokers } = await transientUnlessRefused(msk.send(command));
    // A cluster that is being updated lists its SCRAM listener late.
    if (!brokers) throw new TransientError(`${clusterArn} has no SASL/SCRAM listener yet`);
    return brokers;
  },
});
