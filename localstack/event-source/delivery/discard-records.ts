import type { EventSourceLog } from '../telemetry/event-source-log.ts';
import type { MetricsCounter } from '../telemetry/metrics.ts';
import type { EventSource } from './event-payload.ts';
import type { EventRecord } from './event-record.ts';
import { type FailureCause, type FailureMessage, failureMessage } from './failure-envelope.ts';

/** The on-failure destination; rejects if a record could not be written. */
export type FailureDestination = (messages: readonly FailureMessage[]) => Promise<void>;

/** Delivers records to the on-failure destination, or drops them where there is none or it fails. Never rejects. */
export type DiscardRecords = (records: readonly EventRecord[], cause: FailureCause, now: number) => Promise<void>;

export function discardRecords(
  source: EventSource,
  destination: FailureDestination | undefined,
  metrics: MetricsCounter,
  log: EventSourceLog,
): DiscardRecords {
  const drop = (records: readonly EventRecord[], cause: FailureCause, why: string): void => {
    metrics.events('DroppedEventCount', records.length);
    const dropped = records.map(({ partition, offset }) => `${source.topic}-${partition}@${offset}`);
    const details = { condition: cause.condition, why, records: dropped };
    log({ level: 'WARN', type: 'ESM_PROCESSING_EVENT', message: 'Records were dropped', details });
  };

  return async (records, cause, now) => {
    if (records.length === 0) return;
    if (destination === undefined) return drop(records, cause, 'no on-failure destination');
    try {
      await destination(records.map((record) => failureMessage(source, record, cause, now)));
      metrics.events('OnFailureDestinationDeliveredEventCount', records.length);
    } catch (error) {
      metrics.error('OnFailureDestinationDeliveryErrorCount');
      drop(records, cause, `the on-failure destination failed: ${String(error)}`);
    }
  };
}
