import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RestApis } from './api/gateway/rest-apis.ts';
import { apiResources } from './api/resources/api-resources.ts';
import { dynamoDbResources } from './dynamodb/resources.ts';
import type { EventSourceMappings } from './event-source/mapping/event-source-mappings.ts';
import { eventSourceResources } from './event-source/mapping/resources.ts';
import type { EventSourceLog } from './event-source/telemetry/event-source-log.ts';
import type { IamIdentities } from './iam/identities.ts';
import { iamResources } from './iam/resources.ts';
import type { KafkaCluster } from './kafka/cluster.ts';
import { mskResources } from './kafka/resources.ts';
import { parseScramSecret } from './kafka/scram-secret.ts';
import { parseFunctionReference } from './lambda/function-reference.ts';
import type { LocalLambda } from './lambda/local-lambda.ts';
import { lambdaResources } from './lambda/resources.ts';
import { type Parameters, parameterResources } from './parameters/resources.ts';
import { Properties } from './properties.ts';
import { schedulesResources } from './schedules/resources.ts';
import type { Schedules } from './schedules/schedules.ts';
import { secretsResources } from './secrets/resources.ts';
import type { SecretStore } from './secrets/secret-store.ts';
import type { StateStore } from './state-store.ts';
import type { CloudAssembly } from './template/cloud-assembly.ts';
import { customResourceProvider } from './template/custom-resource.ts';
import type { Location } from './template/location.ts';
import type { ResourceProviders } from './template/resource-provider.ts';

/** The running parts in which the resources of a template are created. */
export interface ResourceTargets {
  readonly location: Location;
  readonly assembly: CloudAssembly;
  readonly state: StateStore;
  readonly kafka: Promise<KafkaCluster>;
  /** ARN of each cluster → its bootstrap string; filled by the deployment. */
  readonly clusters: Map<string, string>;
  /** SSM parameters by name; filled by the deployment. */
  readonly parameters: Parameters;
  readonly dynamodbEndpoint: string;
  readonly secrets: SecretStore;
  readonly lambda: LocalLambda;
  readonly mappings: EventSourceMappings;
  readonly eventSourceLog: EventSourceLog;
  readonly schedules: Schedules;
  readonly apis: RestApis;
  readonly identities: IamIdentities;
  readonly note: (line: string) => void;
}

/** Every resource type that the local platform runs. */
export const resourceProviders = (targets: ResourceTargets): ResourceProviders => {
  const { location, assembly, state, kafka, clusters, secrets, lambda, mappings, schedules, apis, identities, note } =
    targets;
  const secretValue = async (arn: string): Promise<string> => secrets.value(arn);
  const client = new DynamoDBClient({
    endpoint: targets.dynamodbEndpoint,
    region: location.region,
    credentials: { accessKeyId: 'platform', secretAccessKey: 'local' },
  });
  return {
    ...mskResources({ cluster: kafka, clusters, secretValue, note }),
    ...dynamoDbResources(client),
    ...parameterResources(targets.parameters),
    ...secretsResources({ store: secrets, state }),
    ...lambdaResources({ lambda, codeFolder: (code) => codeFolder(assembly, code) }),
    ...eventSourceResources({
      mappings,
      invoker: lambda,
      runInBackground: (name) => lambda.runInBackground(name),
      brokers: (arn) => clusters.get(arn)?.split(',') ?? [],
      credentials: async (arn) => parseScramSecret(arn, secrets.value(arn)),
      functionTimeout: (name) => lambda.getFunction(parseFunctionReference(name).name).definition.timeoutSeconds,
      log: targets.eventSourceLog,
    }),
    ...schedulesResources(schedules),
    ...apiResources({ apis, state }),
    ...iamResources(identities),
    'Custom::*': customResourceProvider(lambda),
  };
};

const codeFolder = (assembly: CloudAssembly, code: unknown): string =>
  assembly.assetPath(new Properties({ Code: code }).record('Code')?.string('S3Key') ?? '');
