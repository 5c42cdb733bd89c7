import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { nameIn } from '../../config/deployment.ts';
import { alarmPeriod } from './alarm-registry.ts';
import type { Watch } from './watch.ts';

/** An event source mapping as its metrics know it. */
export interface WatchedMapping {
  /** Kafka consumer group: the name in alarms. */
  readonly group: string;
  readonly topic: string;
  readonly uuid: string;
  readonly pollers: { readonly minimum: number; readonly maximum: number };
  /** Whether an order waits for it: latency class, `background` otherwise. */
  readonly urgent: boolean;
}

export const ofMapping = ({ uuid, group }: WatchedMapping, metricName: string, statistic: string): Metric =>
  new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { EventSourceMappingUUID: uuid },
    statistic,
    period: alarmPeriod,
    label: group,
  });

/** How long it would take the group to get to the end of the topic, as the brokers estimate it. */
export const lagOf = ({ deployment }: Pick<Watch, 'deployment'>, { group, topic }: WatchedMapping): Metric =>
  new Metric({
    namespace: 'AWS/Kafka',
    metricName: 'EstimatedMaxTimeLag',
    dimensionsMap: { 'Cluster Name': nameIn(deployment, 'kafka'), 'Consumer Group': group, Topic: topic },
    statistic: 'Maximum',
    period: alarmPeriod,
    label: group,
  });

/** 1 where records wait and none is acknowledged. */
export const standstill = (mapping: WatchedMapping): MathExpression =>
  new MathExpression({
    label: mapping.group,
    expression: 'IF(FILL(waiting, 0) > 0 AND FILL(acknowledged, 0) == 0, 1, 0)',
    usingMetrics: {
      waiting: ofMapping(mapping, 'SumOffsetLag', 'Minimum'),
      acknowledged: ofMapping(mapping, 'CommittedEventCount', 'Sum'),
    },
    period: alarmPeriod,
  });
