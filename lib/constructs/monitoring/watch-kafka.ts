import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { resolveBrokerCount } from '../../config/broker-count.ts';
import { nameIn } from '../../config/deployment.ts';
import { alarmPeriod } from './alarm-registry.ts';
import type { Watch } from './watch.ts';

/** Storage grows by itself from 60 per cent on: fuller than this, it has reached its limit. */
const fullPercent = 80;
/** Amazon MSK advises to stay below, so that the other brokers can take over the work of one. */
const busyPercent = 60;

/** The brokers and their controllers. */
export const watchKafka = ({ deployment, alarms, board }: Watch): void => {
  const { kafka, zones } = deployment.config;
  const cluster = { 'Cluster Name': nameIn(deployment, 'kafka') };
  const brokers = Array.from({ length: resolveBrokerCount(kafka.brokers, zones) }, (_, index) => String(index + 1));
  const ofCluster = (metricName: string, period: Duration = alarmPeriod): Metric =>
    new Metric({ namespace: 'AWS/Kafka', metricName, dimensionsMap: cluster, statistic: 'Maximum', period });
  const ofBroker = (broker: string, metricName: string, statistic = 'Maximum'): Metric =>
    new Metric({
      namespace: 'AWS/Kafka',
      metricName,
      dimensionsMap: { ...cluster, 'Broker ID': broker },
      statistic,
      period: alarmPeriod,
      label: `Broker ${broker}`,
    });
  const cpu = (broker: string): MathExpression =>
    new MathExpression({
      expression: `user${broker} + system${broker}`,
      usingMetrics: {
        [`user${broker}`]: ofBroker(broker, 'CpuUser', 'Average'),
        [`system${broker}`]: ofBroker(broker, 'CpuSystem', 'Average'),
      },
      period: alarmPeriod,
      label: `Broker ${broker}`,
    });

  alarms.raise('kafka-has-no-controller', {
    runbook: 'Kafka has no controller',
    summary: 'No controller leads the cluster: partitions cannot elect a leader',
    metric: ofCluster('ActiveControllerCount', Duration.minutes(1)),
    from: 0,
    below: true,
    periods: 3,
    silence: 'bad',
  });
  alarms.raise('kafka-partitions-are-offline', {
    runbook: 'Partitions are offline',
    summary: 'Partitions have no leader: they are neither read nor written',
    metric: ofCluster('OfflinePartitionsCount', Duration.minutes(1)),
    from: 1,
    periods: 2,
  });
  for (const broker of brokers) {
    alarms.raise(`kafka-broker-${broker}-fills-up`, {
      runbook: 'Broker disks fill up',
      summary: `The disk of broker ${broker} is ${fullPercent} per cent full`,
      metric: ofBroker(broker, 'KafkaDataLogsDiskUsed'),
      from: fullPercent,
    });
    alarms.raise(`kafka-broker-${broker}-is-busy`, {
      runbook: 'Brokers are busy',
      summary: `Broker ${broker} uses ${busyPercent} per cent of its CPU`,
      metric: cpu(broker),
      from: busyPercent,
      periods: 3,
    });
    alarms.raise(`kafka-broker-${broker}-is-under-replicated`, {
      runbook: 'Partitions are under-replicated',
      summary: `Partitions led by broker ${broker} lack an in-sync replica`,
      metric: ofBroker(broker, 'UnderReplicatedPartitions'),
      from: 1,
      periods: 3,
    });
    alarms.raise(`kafka-broker-${broker}-refuses-writes`, {
      runbook: 'Kafka refuses writes',
      summary: `Partitions led by broker ${broker} have fewer in-sync replicas than a write requires`,
      metric: ofBroker(broker, 'UnderMinIsrPartitionCount'),
      from: 1,
    });
  }
  board.monitorCustom({
    humanReadableName: 'Kafka',
    alarmFriendlyName: 'Kafka',
    metricGroups: [
      { title: 'Disk, per cent', metrics: brokers.map((broker) => ofBroker(broker, 'KafkaDataLogsDiskUsed')) },
      { title: 'Processors, per cent', metrics: brokers.map(cpu) },
      {
        title: 'Under-replicated partitions',
        metrics: brokers.map((broker) => ofBroker(broker, 'UnderReplicatedPartitions')),
      },
      { title: 'Controllers', metrics: [ofCluster('ActiveControllerCount')] },
      { title: 'Offline partitions', metrics: [ofCluster('OfflinePartitionsCount')] },
      { title: 'Bytes in', metrics: brokers.map((broker) => ofBroker(broker, 'BytesInPerSec', 'Average')) },
    ],
  });
};
