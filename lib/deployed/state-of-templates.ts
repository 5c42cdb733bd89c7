import type { DeployedResource, DeployedState, DeployedTopic } from './deployed-state.ts';
import { fixedProperties } from './fixed-properties.ts';

/** Resources that hold state, and those that the cluster and the clients' addresses depend on: another subnet is another cluster. */
const guardedTypes: ReadonlySet<string> = new Set([
  'AWS::ApiGateway::RestApi',
  'AWS::DynamoDB::Table',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::Subnet',
  'AWS::EC2::VPC',
  'AWS::KMS::Key',
  'AWS::MSK::Cluster',
  'AWS::MSK::Topic',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
]);

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** A synthesised stack. */
export interface SynthesisedStack {
  readonly stackName: string;
  readonly template: { readonly Resources?: Readonly<Record<string, Resource>> };
}

const keeps = (policy: string | undefined): boolean => policy === 'Retain' || policy === 'RetainExceptOnCreate';

/** A retained API key is the first of its client, which owns orders by its id. */
const isGuarded = ({ Type, DeletionPolicy }: Resource): boolean =>
  guardedTypes.has(Type) || (Type === 'AWS::ApiGateway::ApiKey' && keeps(DeletionPolicy));

const topicOf = ({ Type, Properties = {} }: Resource): { readonly topic?: DeployedTopic } => {
  if (Type !== 'AWS::MSK::Topic') return {};
  const { TopicName, PartitionCount, Configs } = Properties;
  const configs = JSON.parse(Buffer.from(String(Configs), 'base64').toString('utf8'));
  return { topic: { name: String(TopicName), partitions: Number(PartitionCount), configs } };
};

const deployed = (resource: Resource): DeployedResource => ({
  type: resource.Type,
  retained: keeps(resource.DeletionPolicy) && keeps(resource.UpdateReplacePolicy),
  fixed: fixedProperties(resource.Type, resource.Properties ?? {}),
  ...topicOf(resource),
});

const byName = <T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> =>
  Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));

/** The state that the stacks would deploy, sorted by name. */
export const stateOf = (stacks: readonly SynthesisedStack[]): DeployedState =>
  byName(
    stacks.flatMap(({ stackName, template }) => {
      const guarded = Object.entries(template.Resources ?? {}).filter(([, resource]) => isGuarded(resource));
      if (guarded.length === 0) return [];
      return [[stackName, byName(guarded.map(([id, resource]) => [id, deployed(resource)] as const))] as const];
    }),
  );
