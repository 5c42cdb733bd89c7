import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { EventType } from '../../../schemas/generated/types.ts';
import type { CommonEnvironment } from './environment.ts';
import type { Validators } from './idioms/accepting.ts';
import { type Accept, type BatchObserver, batch, type Idiom, type PartialBatchResponse } from './idioms/batch.ts';
import type { DomainEvent } from './idioms/domain-event.ts';
import type { KafkaEvent, KafkaRecord } from './idioms/kafka-record.ts';
import { kafkaDeadLetters } from './kafka-dead-letters.ts';
import { kafkaEvents } from './kafka-events.ts';
import { principalProducer } from './principal-producer.ts';
import { createTelemetry, type Telemetry } from './telemetry.ts';

export interface KafkaHandlerOptions<E, T extends EventType> {
  readonly environment: CommonEnvironment;
  /** The events it consumes: `accepting({ RESERVE: validateReserve })`. */
  readonly accept: Accept<E>;
  readonly idiom: Idiom<E>;
  /** Validators of all events it emits, by type. */
  readonly emits: Validators<T>;
}

const place = ({ topic, partition, offset }: KafkaRecord): object => ({ topic, partition, offset });

/** The fields by which the logs of one order are found. */
const tracesOf = (event: unknown): object => {
  const { type, event_id, order_id, trace_id, metadata } = event as Partial<
    DomainEvent & { readonly order_id: string }
  >;
  return { type, event_id, order_id, trace_id, correlation_id: metadata?.correlation_id };
};

const observerOf = ({ logger, metrics }: Telemetry): BatchObserver => ({
  received: (records, received) => {
    metrics.addMetric('RecordsReceived', MetricUnit.Count, records.length);
    for (const { record, event } of received) logger.debug('Event received', { ...place(record), ...tracesOf(event) });
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
});

/** The Lambda handler of a Kafka consumer: an idiom with its driver, one producer per environment, and telemetry. */
export const kafkaHandler = <E, T extends EventType>({
  environment,
  accept,
  idiom,
  emits,
}: KafkaHandlerOptions<E, T>) => {
  const telemetry = createTelemetry();
  const producer = principalProducer(environment);
  const run = batch({
    accept,
    idiom,
    events: kafkaEvents(producer, emits),
    deadLetters: kafkaDeadLetters(producer),
    observer: observerOf(telemetry),
  });
  return middy<KafkaEvent, PartialBatchResponse, Error, Context>()
    .use(captureLambdaHandler(telemetry.tracer, { captureResponse: false }))
    .use(injectLambdaContext(telemetry.logger, { resetKeys: true }))
    .use(logMetrics(telemetry.metrics, { captureColdStartMetric: true }))
    .handler((event, context) => run(event, { remainingMs: () => context.getRemainingTimeInMillis() }));
};
