import { type EventSource, eventPayload } from './event-payload.ts';
import { type EventRecord, keyOf } from './event-record.ts';

/** Spelt as in the sample of the page on Kafka destinations; other destinations have `RetryAttemptsExhausted`. */
type FailureCondition = 'RetriesExhausted' | 'RecordAgeExceeded' | 'MaximumPayloadSizeExceeded';

/** Why records were dead-lettered. */
export interface FailureCause {
  readonly condition: FailureCondition;
  /** Of the last invocation, if there was one. */
  readonly requestId: string;
  readonly functionArn: string;
  readonly invocations: number;
  /** Null: the function returned failed items. Only with `RetriesExhausted`. */
  readonly functionError: string | null;
}

export interface FailureMessage {
  /** Key bytes of the original record. */
  readonly key: Buffer | null;
  readonly value: string;
}

/**
 * Lambda's message on a `kafka://` on-failure topic for one record: metadata, and the event of that record as JSON.
 * Source: Lambda Developer Guide, "Using a Kafka topic as an on-failure destination".
 */
export function failureMessage(
  source: EventSource,
  record: EventRecord,
  cause: FailureCause,
  now: number,
): FailureMessage {
  const payload = eventPayload(source, [record]);
  const envelope = JSON.stringify({
    requestContext: {
      requestId: cause.requestId,
      functionArn: cause.functionArn,
      condition: cause.condition,
      approximateInvokeCount: cause.invocations,
    },
    ...responseContext(cause),
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    KafkaBatchInfo: {
      batchSize: 1,
      eventSourceArn: source.eventSourceArn,
      bootstrapServers: source.bootstrapServers,
      payloadSize: Buffer.byteLength(payload),
      recordInfo: { offset: String(record.offset), timestamp: new Date(record.timestamp).toISOString() },
    },
  });
  return { key: keyOf(record), value: `${envelope.slice(0, -1)},"payload":${payload}}` };
}

function responseContext({ condition, functionError }: FailureCause): object {
  if (condition === 'RecordAgeExceeded') return {};
  if (condition === 'MaximumPayloadSizeExceeded') return { responseContext: null };
  return { responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError } };
}
