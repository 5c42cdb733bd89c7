import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { DefaultDashboardFactory, MonitoringFacade } from 'cdk-monitoring-constructs';
import type { Construct, IConstruct } from 'constructs';
import { type Topic, topics } from '../../schemas/catalogue.ts';
import { type FunctionName, functions } from '../../schemas/functions/functions.ts';
import { type Deployment, nameIn } from '../config/deployment.ts';
import { NodeFunction } from '../constructs/functions/node-function.ts';
import { AlarmRegistry } from '../constructs/monitoring/alarm-registry.ts';
import { EmittedMetrics } from '../constructs/monitoring/emitted-metrics.ts';
import type { WatchedMapping } from '../constructs/monitoring/mapping-metrics.ts';
import { OnCallTopic } from '../constructs/monitoring/on-call-topic.ts';
import type { Watch } from '../constructs/monitoring/watch.ts';
import { watchApi } from '../constructs/monitoring/watch-api.ts';
import { watchArchive } from '../constructs/monitoring/watch-archive.ts';
import { watchBusiness } from '../constructs/monitoring/watch-business.ts';
import { watchFunctions } from '../constructs/monitoring/watch-functions.ts';
import { watchKafka } from '../constructs/monitoring/watch-kafka.ts';
import { watchPipeline } from '../constructs/monitoring/watch-pipeline.ts';
import { watchSlos } from '../constructs/monitoring/watch-slos.ts';
import { watchTables } from '../constructs/monitoring/watch-tables.ts';

export interface ObservabilityStackProps {
  /** The stacks with functions. */
  readonly stacks: readonly Stack[];
  readonly onCall: string | undefined;
}

/** Boards, alarms, SLOs and the on-call topic. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, deployment: Deployment, { stacks, onCall }: ObservabilityStackProps) {
    super(scope, nameIn(deployment, 'observability'), {
      description: 'orderstream: boards and alarms',
      // CloudFormation's limit is a megabyte, and boards are long.
      suppressTemplateIndentation: true,
    });
    const { topic } = new OnCallTopic(this, 'OnCall', { deployment, address: onCall });
    const alarms = new AlarmRegistry(this, 'Alarms', { deployment, topic: topic as ITopic });
    const emitted = new EmittedMetrics(deployment);
    const watch = (name: string): Watch => ({ deployment, alarms, emitted, board: board(this, deployment, name) });

    const business = watch('business');
    watchSlos(business);
    watchBusiness(business);
    watchPipeline(watch('pipeline'), mappingsOf(stacks));
    const platform = watch('platform');
    watchApi(this, platform);
    watchKafka(platform);
    if (deployment.config.archive !== 'off') watchArchive(platform);
    watchTables(this, platform);
    watchFunctions(this, platform, { names: functionsIn(stacks), scheduled: scheduledIn(stacks) });

    new CfnOutput(this, 'OnCallTopicArn', { value: topic.topicArn });
  }
}

const board = (scope: Construct, deployment: Deployment, name: string): MonitoringFacade =>
  new MonitoringFacade(scope, `Watch ${name}`, {
    dashboardFactory: new DefaultDashboardFactory(scope, `Board ${name}`, {
      dashboardNamePrefix: nameIn(deployment, name),
    }),
  });

/** Every deployed resource is monitored. */
const nodesIn = (stacks: readonly Stack[]): readonly IConstruct[] => stacks.flatMap(({ node }) => node.findAll());

const mappingsOf = (stacks: readonly Stack[]): readonly WatchedMapping[] => {
  const created = nodesIn(stacks).filter((node) => node instanceof CfnEventSourceMapping);
  return Object.entries<Topic>(topics).flatMap(([topic, { consumers }]) =>
    consumers.map(({ group, function: consumer }): WatchedMapping => {
      const mapping = created.find(({ amazonManagedKafkaEventSourceConfig: source }) => groupIn(source) === group);
      if (mapping === undefined) throw new Error(`No event source mapping reads ${topic} for ${group}.`);
      const urgent = functions[consumer].latency === 'critical';
      return { group, topic, uuid: mapping.ref, pollers: pollersOf(mapping), urgent };
    }),
  );
};

const groupIn = (source: CfnEventSourceMapping['amazonManagedKafkaEventSourceConfig']): string | undefined =>
  source !== undefined && 'consumerGroupId' in source ? source.consumerGroupId : undefined;

const pollersOf = ({ provisionedPollerConfig: config }: CfnEventSourceMapping): WatchedMapping['pollers'] => {
  const given = config !== undefined && 'maximumPollers' in config ? config : {};
  return { minimum: given.minimumPollers ?? 1, maximum: given.maximumPollers ?? 1 };
};

const functionsIn = (stacks: readonly Stack[]): readonly FunctionName[] =>
  nodesIn(stacks).flatMap((node) => (node instanceof NodeFunction ? [node.name as FunctionName] : []));

const scheduledIn = (stacks: readonly Stack[]): ReadonlySet<FunctionName> =>
  new Set(
    nodesIn(stacks)
      .filter((node) => node instanceof Rule)
      .flatMap(({ node: { scope } }) => (scope instanceof NodeFunction ? [scope.name as FunctionName] : [])),
  );
