import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { topicNames } from '../../../schemas/catalogue.ts';
import { archiveStreamName } from '../archive/topic-archive.ts';
import { alarmPeriod } from './alarm-registry.ts';
import type { Watch } from './watch.ts';

/** Firehose delivers every quarter of an hour: older records are late. */
const oldSeconds = 3_600;

/** The archive of the topics in S3. */
export const watchArchive = ({ deployment, alarms, board }: Watch): void => {
  const ageOf = (topic: (typeof topicNames)[number]): Metric =>
    new Metric({
      namespace: 'AWS/Firehose',
      metricName: 'DeliveryToS3.DataFreshness',
      dimensionsMap: { DeliveryStreamName: archiveStreamName(deployment, topic) },
      statistic: 'Maximum',
      period: alarmPeriod,
      label: topic,
    });
  for (const topic of topicNames) {
    alarms.raise(`archive-of-${topic.replaceAll('.', '-')}-is-late`, {
      runbook: 'The archive is late',
      summary: `Records of ${topic} have waited for more than an hour to be archived`,
      metric: ageOf(topic),
      from: oldSeconds,
      periods: 2,
    });
  }
  board.monitorCustom({
    humanReadableName: 'Archive',
    alarmFriendlyName: 'Archive',
    metricGroups: [{ title: 'Age of what is not archived yet, seconds', metrics: topicNames.map(ageOf) }],
  });
};
