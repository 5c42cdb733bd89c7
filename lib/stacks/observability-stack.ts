import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { DefaultDashboardFactory, MonitoringFacade } from 'cdk-monitoring-constructs';
import type { Construct } from 'constructs';
import { type Topic, topics } from '../../schemas/catalogue.ts';
import { type Deployment, nameIn } from '../config/deployment.ts';
import type { FunctionName } from '../config/functions.ts';
import { AlarmRegistry } from '../constructs/alarm-registry.ts';
import { EmittedMetrics } from '../constructs/emitted-metrics.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { OnCallTopic } from '../constructs/on-call-topic.ts';
import type { Watch } from '../constructs/watch.ts';
import { watchApi } from '../constructs/watch-api.ts';
import { watchArchive } from '../constructs/watch-archive.ts';
import { watchBusiness } from '../constructs/watch-business.ts';
import { watchFunctions } from '../constructs/watch-functions.ts';
import { watchKafka } from '../constructs/watch-kafka.ts';
import { type WatchedMapping, watchPipeline } from '../constructs/watch-pipeline.ts';
import { watchSlos } from '../constructs/watch-slos.ts';
import { watchTables } from '../constructs/watch-tables.ts';
import type { ServicesStack } from './services-stack.ts';

export interface ObservabilityStackProps {
  readonly services: ServicesStack;
  readonly onCall: string | undefined;
}

/** Consumers that no order waits for. */
const unhurried: readonly string[] = ['analytics', 'audit', 'notification'];

/** Boards, alarms, promises, and who is told. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, deployment: Deployment, { services, onCall }: ObservabilityStackProps) {
    super(scope, nameIn(deployment, 'observability'), { description: 'orderstream: boards and alarms' });
    const { topic } = new OnCallTopic(this, 'OnCall', { deployment, address: onCall });
    const alarms = new AlarmRegistry(this, 'Alarms', { deployment, topic: topic as ITopic });
    const emitted = new EmittedMetrics(deployment);
    const watch = (name: string): Watch => ({ deployment, alarms, emitted, board: board(this, deployment, name) });

    const business = watch('business');
    watchSlos(business);
    watchBusiness(business);
    watchPipeline(watch('pipeline'), mappingsOf(services));
    const platform = watch('platform');
    watchApi(this, platform);
    watchKafka(platform);
    if (deployment.config.archive !== 'off') watchArchive(platform);
    watchTables(this, platform);
    watchFunctions(this, platform, { names: [...services.functions.keys()], scheduled: scheduledIn(services) });

    new CfnOutput(this, 'OnCallTopicArn', { value: topic.topicArn });
  }
}

const board = (scope: Construct, deployment: Deployment, name: string): MonitoringFacade =>
  new MonitoringFacade(scope, `Watch ${name}`, {
    dashboardFactory: new DefaultDashboardFactory(scope, `Board ${name}`, {
      dashboardNamePrefix: nameIn(deployment, name),
    }),
  });

/** Every event source mapping of the services: whatever there is, is watched. */
const mappingsOf = (services: ServicesStack): readonly WatchedMapping[] => {
  const created = services.node.findAll().filter((node) => node instanceof CfnEventSourceMapping);
  return Object.entries<Topic>(topics).flatMap(([topic, { consumers }]) =>
    consumers.map(({ group, principal }): WatchedMapping => {
      const mapping = created.find(({ amazonManagedKafkaEventSourceConfig: source }) => groupIn(source) === group);
      if (mapping === undefined) throw new Error(`No event source mapping reads ${topic} for ${group}.`);
      return { group, topic, uuid: mapping.ref, pollers: pollersOf(mapping), urgent: !unhurried.includes(principal) };
    }),
  );
};

const groupIn = (source: CfnEventSourceMapping['amazonManagedKafkaEventSourceConfig']): string | undefined =>
  source !== undefined && 'consumerGroupId' in source ? source.consumerGroupId : undefined;

const pollersOf = ({ provisionedPollerConfig: config }: CfnEventSourceMapping): WatchedMapping['pollers'] => {
  const given = config !== undefined && 'maximumPollers' in config ? config : {};
  return { minimum: given.minimumPollers ?? 1, maximum: given.maximumPollers ?? 1 };
};

const scheduledIn = (services: ServicesStack): ReadonlySet<FunctionName> =>
  new Set(
    services.node
      .findAll()
      .filter((node) => node instanceof Rule)
      .flatMap(({ node: { scope } }) => (scope instanceof NodeFunction ? [scope.name as FunctionName] : [])),
  );
