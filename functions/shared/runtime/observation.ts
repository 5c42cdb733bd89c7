import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { decisionsOf } from './decisions.ts';
import type { BatchObserver, Received, Settlement } from './idioms/batch.ts';
import type { DomainEvent } from './idioms/domain-event.ts';
import type { KafkaRecord } from './idioms/kafka-record.ts';
import { settled } from './idioms/settlement.ts';
import { misplacedRecords } from './misplaced-records.ts';
import { orderMetrics } from './order-metrics.ts';
import type { Telemetry } from './telemetry.ts';

export interface ObservationOptions {
  /** What it says is about the decisions of others, and no news: told at DEBUG. */
  readonly bookkeeping?: boolean;
  readonly now?: () => number;
}

type Told = Pick<Telemetry, 'logger' | 'metrics'>;

const place = ({ topic, partition, offset }: KafkaRecord): object => ({ topic, partition, offset });

const tellMetrics = ({ metrics }: Told, said: readonly DomainEvent[]): void => {
  for (const { name, unit, value, currency } of orderMetrics(said)) {
    if (currency === undefined) metrics.addMetric(name, unit, value);
    // A line of its own: the other metrics of the batch know no currency.
    else metrics.singleMetric().addDimension('currency', currency).addMetric(name, unit, value);
  }
};

/** Tells of a batch: how large and how late it is, what went wrong, and, a line for each order, what it led to. */
export const observing = (
  telemetry: Told,
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
    settled: (received, settlement) => {
      // Of a valid event the envelope is known, whatever its type.
      const [events, outcome] = [received as readonly Received<DomainEvent>[], settlement as Settlement<DomainEvent>];
      for (const decision of decisionsOf(events, outcome, now())) {
        const news = !bookkeeping && decision.outcome !== 'nothing';
        logger[news ? 'info' : 'debug']('Decided', { ...decision });
      }
      tellMetrics(telemetry, settlement.emit);
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

/** Tells of what a schedule made a service say. */
export const tellSaid = (telemetry: Told, said: readonly DomainEvent[]): void => {
  for (const decision of decisionsOf<DomainEvent>([], settled(said), Date.now()))
    telemetry.logger.info('Decided', { ...decision });
  tellMetrics(telemetry, said);
};
