import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { batchOutcome } from '../idioms/batch-outcome.ts';
import type { DomainEvent } from '../idioms/domain-event.ts';
import type { BatchObserver, BatchOutcome, Received } from '../idioms/idiom.ts';
import type { KafkaRecord } from '../idioms/kafka-record.ts';
import { decisionsOf } from './decisions.ts';
import { misplacedRecords } from './misplaced-records.ts';
import { orderMetrics } from './order-metrics.ts';
import type { Telemetry } from './telemetry.ts';

export interface ObservationOptions {
  /** The function only records decisions of other consumers: logs its own at DEBUG. */
  readonly bookkeeping?: boolean;
  readonly now?: () => number;
}

type LogsAndMetrics = Pick<Telemetry, 'logger' | 'metrics'>;

const place = ({ topic, partition, offset }: KafkaRecord): object => ({ topic, partition, offset });

const addOrderMetrics = ({ metrics }: LogsAndMetrics, emitted: readonly DomainEvent[]): void => {
  for (const { name, unit, value, currency } of orderMetrics(emitted)) {
    if (currency === undefined) metrics.addMetric(name, unit, value);
    // A log line of its own: the other metrics of the batch have no currency.
    else metrics.singleMetric().addDimension('currency', currency).addMetric(name, unit, value);
  }
};

/** Logs and measures a batch: its size, its lag, its failures, and one line per order with its outcome. */
export const observing = (
  telemetry: LogsAndMetrics,
  { bookkeeping = false, now = Date.now }: ObservationOptions = {},
): BatchObserver => {
  const { logger, metrics } = telemetry;
  return {
    received: (records) => {
      metrics.addMetric('RecordsReceived', MetricUnit.Count, records.length);
      metrics.addMetric('BatchSize', MetricUnit.NoUnit, records.length);
      const oldest = records.reduce((least, { timestamp }) => Math.min(least, timestamp), now());
      metrics.addMetric('LagSeconds', MetricUnit.Seconds, (now() - oldest) / 1_000);
      const misplaced = misplacedRecords(records);
      const [first] = misplaced;
      if (first === undefined) return;
      metrics.addMetric('RecordsMisplaced', MetricUnit.Count, misplaced.length);
      logger.warn('Records on another partition than their key’s: their order is not kept', {
        records: misplaced.length,
        first: place(first),
      });
    },
    processed: (received, outcome) => {
      // Validated events of every type have the same envelope.
      const [events, ofEvents] = [received as readonly Received<DomainEvent>[], outcome as BatchOutcome<DomainEvent>];
      for (const decision of decisionsOf(events, ofEvents, now())) {
        const isNews = !bookkeeping && decision.outcome !== 'nothing';
        logger[isNews ? 'info' : 'debug']('Decided', { ...decision });
      }
      addOrderMetrics(telemetry, outcome.emit);
    },
    deadLettered: (letters) => {
      metrics.addMetric('RecordsDeadLettered', MetricUnit.Count, letters.length);
      for (const { record, cause } of letters)
        logger.error('Record sent to the dead-letter queue', { ...place(record), cause });
    },
    failed: (records, error) => {
      metrics.addMetric('RecordsFailed', MetricUnit.Count, records.length);
      const [first] = records;
      logger.warn('Records failed and will be delivered again', {
        records: records.length,
        ...(first && { first: place(first) }),
        error: error instanceof Error ? error : new Error(String(error)),
      });
    },
  };
};

/** Logs and measures the events that a scheduled task emitted. */
export const reportEmitted = (telemetry: LogsAndMetrics, emitted: readonly DomainEvent[]): void => {
  for (const decision of decisionsOf<DomainEvent>([], batchOutcome(emitted), Date.now()))
    telemetry.logger.info('Decided', { ...decision });
  addOrderMetrics(telemetry, emitted);
};
