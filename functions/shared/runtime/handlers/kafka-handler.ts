import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { EventType } from '../../../../schemas/generated/types.ts';
import { documentClient } from '../dynamodb/dynamodb.ts';
import { dynamodbLastErrors } from '../dynamodb/last-errors.dynamodb.ts';
import { type CommonEnvironment, readVariables } from '../environment.ts';
import { batch, type PartialBatchResponse } from '../idioms/batch.ts';
import type { KafkaEvent } from '../idioms/kafka-record.ts';
import { kafkaDeadLetters } from '../kafka/kafka-dead-letters.ts';
import { kafkaEvents } from '../kafka/kafka-events.ts';
import { principalProducer } from '../kafka/principal-producer.ts';
import { systemClock as clock } from '../system-clock.ts';
import { observing } from '../telemetry/observation.ts';
import { createTelemetry } from '../telemetry/telemetry.ts';
import type { KafkaConsumer } from './kafka-consumer.ts';

/** The variables of every function with an event source. */
interface ConsumerEnvironment {
  /** The table of the last errors of failed records. */
  readonly FAILURES_TABLE: string;
}

export interface KafkaHandlerOptions<E, T extends EventType> extends KafkaConsumer<E, T> {
  readonly environment: CommonEnvironment;
}

/** The Lambda handler of a Kafka consumer: an idiom with its driver, one producer per environment, and telemetry. */
export const kafkaHandler = <E, T extends EventType>({
  environment,
  accept,
  idiom,
  emits,
  deadLetters = (sink) => sink,
  bookkeeping = false,
}: KafkaHandlerOptions<E, T>) => {
  const telemetry = createTelemetry();
  const producer = principalProducer(environment);
  const { FAILURES_TABLE: table } = readVariables<ConsumerEnvironment>({ FAILURES_TABLE: true });
  const principal = environment.POWERTOOLS_SERVICE_NAME;
  const run = batch({
    accept,
    idiom,
    events: kafkaEvents(producer, emits),
    deadLetters: deadLetters(kafkaDeadLetters(producer, principal)),
    observer: observing(telemetry, { bookkeeping }),
    lastErrors: dynamodbLastErrors({ client: documentClient, table, principal, clock }),
  });
  return middy<KafkaEvent, PartialBatchResponse, Error, Context>()
    .use(captureLambdaHandler(telemetry.tracer, { captureResponse: false }))
    .use(injectLambdaContext(telemetry.logger, { resetKeys: true }))
    .use(logMetrics(telemetry.metrics, { captureColdStartMetric: true }))
    .handler((event, context) => run(event, { remainingMs: () => context.getRemainingTimeInMillis() }));
};
