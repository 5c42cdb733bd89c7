import { customResourceProvider } from '../custom-resources/custom-resource.ts';
import type { EventSourceMappings } from '../event-source/mapping/event-source-mappings.ts';
import { eventSourceResources } from '../event-source/mapping/resources.ts';
import type { EventSourceLog } from '../event-source/telemetry/event-source-log.ts';
import { type KafkaBrokers, mskResources } from '../kafka/resources.ts';
import { parseScramSecret } from '../kafka/scram-secret.ts';
import { codeFolder } from '../lambda/code-folder.ts';
import { lambdaResources } from '../lambda/resources.ts';
import { RunningWork } from '../lambda/running-work.ts';
import { Properties } from '../properties.ts';
import type { CloudAssembly } from '../template/cloud-assembly.ts';
import type { ResourceProvider, ResourceProviders } from '../template/resource-provider.ts';
import type { GuestRuntime } from './guest-runtime.ts';
import type { GuestSecrets } from './guest-secrets.ts';
import type { LocalStackTarget } from './localstack-target.ts';
import { remoteInvoker } from './remote-invoker.ts';

export interface GuestResourceTargets {
  readonly target: LocalStackTarget;
  readonly assembly: CloudAssembly;
  readonly kafka: KafkaBrokers;
  readonly runtime: GuestRuntime;
  readonly secrets: GuestSecrets;
  readonly mappings: EventSourceMappings;
  readonly eventSourceLog: EventSourceLog;
  readonly note: (line: string) => void;
}

/** A table that LocalStack has: known by the name that the template gives it. */
const table: ResourceProvider = async (values, { region, accountId }) => {
  const name = new Properties(values).string('TableName');
  return { ref: name, attributes: { Arn: `arn:aws:dynamodb:${region}:${accountId}:table/${name}` } };
};

/**
 * Resources that LocalStack does not support, run beside it: users, topics and access in Kafka, and event source mappings, which
 * invoke the functions through LocalStack's Invoke API. Functions exist here too, for the one that changes Kafka's ACLs, and for
 * a LocalStack that cannot run any.
 */
export const guestResources = (targets: GuestResourceTargets): ResourceProviders => {
  const { target, assembly, kafka, runtime, secrets, mappings, note } = targets;
  return {
    ...mskResources({ cluster: Promise.resolve(kafka), clusters: runtime.clusters, secretValue: secrets.value, note }),
    ...lambdaResources({ lambda: runtime.lambda, codeFolder: codeFolder(assembly) }),
    ...eventSourceResources({
      mappings,
      invoker: remoteInvoker(target),
      // LocalStack serves the API, and does not report its requests.
      clientWork: new RunningWork(Date.now, 0),
      brokers: (arn) => runtime.clusters.get(arn)?.split(',') ?? [],
      credentials: async (arn) => parseScramSecret(arn, await secrets.value(arn)),
      log: targets.eventSourceLog,
    }),
    'AWS::DynamoDB::Table': table,
    'AWS::SecretsManager::Secret': async (values) => ({
      ref: await secrets.arn(new Properties(values).string('Name')),
      attributes: {},
    }),
    'Custom::*': customResourceProvider(runtime.lambda),
  };
};
