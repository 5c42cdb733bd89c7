import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName } from '../../../schemas/metrics.ts';
import { alarmPeriod } from './alarm-registry.ts';
import { lagOf, ofMapping, standstill, type WatchedMapping } from './mapping-metrics.ts';
import type { Watch } from './watch.ts';

/** A lag of so much delays orders; or the audit trail, views and notifications. */
const lagSeconds = { urgent: 60, other: 600 } as const;

const watchMapping = (watch: Watch, mapping: WatchedMapping): void => {
  const { alarms } = watch;
  const { group, urgent, pollers } = mapping;
  const name = group.replaceAll('.', '-');
  const from = urgent ? lagSeconds.urgent : lagSeconds.other;
  alarms.raise(`${name}-lags`, {
    runbook: 'A consumer lags',
    summary: `The consumer group ${group} is more than ${from} seconds behind`,
    metric: lagOf(watch, mapping),
    from,
    periods: 2,
  });
  alarms.raise(`${name}-stands-still`, {
    runbook: 'A consumer stands still',
    summary: `The consumer group ${group} has records and acknowledges none`,
    metric: standstill(mapping),
    from: 1,
    periods: 3,
  });
  alarms.raise(`${name}-gives-up`, {
    runbook: 'Records run out of attempts',
    summary: `Records of ${mapping.topic} reached the retry limit of ${group} and were dead-lettered`,
    metric: ofMapping(mapping, 'OnFailureDestinationDeliveredEventCount', 'Sum'),
    from: 1,
  });
  alarms.raise(`${name}-loses`, {
    runbook: 'Records are lost',
    summary: `Records of ${mapping.topic} were discarded for ${group}: the dead-letter queue did not accept them`,
    metric: ofMapping(mapping, 'DroppedEventCount', 'Sum'),
    from: 1,
  });
  if (pollers.minimum === pollers.maximum) return;
  alarms.raise(`${name}-has-all-pollers`, {
    runbook: 'Pollers are at their limit',
    summary: `The consumer group ${group} has had all ${pollers.maximum} pollers for half an hour`,
    metric: ofMapping(mapping, 'ProvisionedPollers', 'Maximum'),
    from: pollers.maximum,
    periods: 6,
  });
};

/** The flow of the topics: lag, retries, dead letters. */
export const watchPipeline = (watch: Watch, mappings: readonly WatchedMapping[]): void => {
  const { alarms, board, emitted } = watch;
  for (const mapping of mappings) watchMapping(watch, mapping);
  const consumers = emitted.emitters('RecordsReceived');
  for (const consumer of consumers) {
    const name = consumer.replaceAll('/', '-');
    const count = (metric: MetricName) => emitted.of(metric, consumer, { statistic: 'Sum' });
    alarms.raise(`${name}-dead-letters`, {
      runbook: 'Records are dead-lettered',
      summary: `${consumer} dead-lettered records that it can never process`,
      metric: count('RecordsDeadLettered'),
      from: 1,
    });
    alarms.raise(`${name}-retries`, {
      runbook: 'Records fail again and again',
      summary: `At least 20 % of the records that ${consumer} receives fail and are redelivered`,
      metric: new MathExpression({
        expression: 'IF(received > 0, 100 * FILL(failed, 0) / received, 0)',
        usingMetrics: { failed: count('RecordsFailed'), received: count('RecordsReceived') },
        period: alarmPeriod,
        label: consumer,
      }),
      from: 20,
      periods: 3,
    });
  }
  alarms.raise('records-misplaced', {
    runbook: 'Records are on another partition',
    summary:
      'Records are not on the partition of their key: a producer uses another partitioner, so their order is lost',
    metric: emitted.all('RecordsMisplaced', { statistic: 'Sum' }),
    from: 1,
  });
  const ofEach = (metricName: string, statistic: string) =>
    mappings.map((mapping) => ofMapping(mapping, metricName, statistic));
  const byConsumer = (name: MetricName, statistic: string) =>
    consumers.map((consumer) => emitted.of(name, consumer, { statistic }));
  board.monitorCustom({
    humanReadableName: 'Topics and consumers',
    alarmFriendlyName: 'Pipeline',
    metricGroups: [
      { title: 'Lag, seconds', metrics: mappings.map((mapping) => lagOf(watch, mapping)) },
      { title: 'Lag, records', metrics: ofEach('SumOffsetLag', 'Maximum') },
      { title: 'Oldest record of a batch, seconds', metrics: byConsumer('LagSeconds', 'p99') },
      { title: 'Batch size', metrics: byConsumer('BatchSize', 'Average') },
      { title: 'Records', metrics: byConsumer('RecordsReceived', 'Sum') },
      { title: 'Retries', metrics: byConsumer('RecordsFailed', 'Sum') },
      { title: 'Dead letters', metrics: byConsumer('RecordsDeadLettered', 'Sum') },
      { title: 'On another partition', metrics: byConsumer('RecordsMisplaced', 'Sum') },
      { title: 'Dead-lettered by the event source', metrics: ofEach('OnFailureDestinationDeliveredEventCount', 'Sum') },
      { title: 'Lost', metrics: ofEach('DroppedEventCount', 'Sum') },
      { title: 'Pollers', metrics: ofEach('ProvisionedPollers', 'Maximum') },
    ],
  });
};
