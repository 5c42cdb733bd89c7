import { partitionName } from '../../../functions/shared/runtime/idioms/kafka-record.ts';
import type { StoredRecord } from './simulated-kafka.ts';

/** What Lambda writes to a topic's dead-letter queue of a record whose retries are exhausted. */
export const failureEnvelope = (
  record: StoredRecord,
  { invocations, crashed, now }: { readonly invocations: number; readonly crashed: boolean; readonly now: number },
): string =>
  JSON.stringify({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: invocations },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: crashed ? 'Unhandled' : null,
    },
    version: '1.0',
    timestamp: isoOf(now),
    KafkaBatchInfo: {
      batchSize: 1,
      recordInfo: { offset: String(record.offset), timestamp: isoOf(record.timestamp) },
    },
    payload: { eventSource: 'aws:kafka', records: { [partitionName(record)]: [record.encoded] } },
  });

const isoOf = (milliseconds: number): string => new Date(milliseconds).toISOString();
