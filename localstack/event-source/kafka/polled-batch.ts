import type kafkajs from 'kafkajs';
import type { PolledBatch } from '../delivery/dispatcher.ts';
import type { PolledRecord, TimestampType } from '../delivery/event-record.ts';

/** Translates batches of the Kafka client. */
export function toPolledBatch(batch: kafkajs.Batch): PolledBatch {
  const { topic, partition } = batch;
  return {
    partition,
    fetchedOffset: fetchedOffset(batch),
    nextOffset: Number(batch.lastOffset()) + 1,
    records: batch.messages.map(
      (message): PolledRecord => ({
        ...{ topic, partition },
        offset: Number(message.offset),
        timestamp: Number(message.timestamp),
        timestampType: timestampType(message),
        key: message.key,
        value: message.value,
        // Of a record that every mapping filters out, none is read.
        get headers() {
          return headers(message.headers ?? {});
        },
      }),
    ),
  };
}

/** The client keeps the requested offset on the batch, but not in its types. */
function fetchedOffset(batch: kafkajs.Batch): number {
  return Number('fetchedOffset' in batch ? batch.fetchedOffset : batch.firstOffset());
}

/** Likewise: the attributes of the record's batch show whether the broker stamped it. */
function timestampType(message: kafkajs.KafkaMessage): TimestampType {
  if (!('batchContext' in message)) return 'CREATE_TIME';
  const context = message.batchContext;
  const stamped = typeof context === 'object' && context !== null && 'timestampType' in context;
  return stamped && context.timestampType === 1 ? 'LOG_APPEND_TIME' : 'CREATE_TIME';
}

/** The client groups repeated names, so these come next to each other whatever their order was. */
function headers(given: kafkajs.IHeaders): PolledRecord['headers'] {
  return Object.entries(given).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).map(
      (value) => [name, value === undefined || value === null ? null : Buffer.from(value)] as const,
    ),
  );
}
