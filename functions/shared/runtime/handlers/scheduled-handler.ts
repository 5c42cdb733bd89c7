import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { EventType } from '../../../../schemas/generated/types.ts';
import type { CommonEnvironment } from '../environment.ts';
import type { EventSink } from '../idioms/idiom.ts';
import { kafkaEvents } from '../kafka/kafka-events.ts';
import { principalProducer } from '../kafka/principal-producer.ts';
import { reportEmitted } from '../telemetry/observation.ts';
import { createTelemetry } from '../telemetry/telemetry.ts';
import type { ScheduledWork } from './scheduled-task.ts';

export interface ScheduledHandlerOptions<T extends EventType> extends ScheduledWork<T> {
  readonly environment: CommonEnvironment;
}

/** The Lambda handler of scheduled work. An error fails the invocation; the next one continues. */
export const scheduledHandler = <T extends EventType>({ environment, emits, task }: ScheduledHandlerOptions<T>) => {
  const telemetry = createTelemetry();
  const { logger, metrics, tracer } = telemetry;
  const sink = kafkaEvents(principalProducer(environment), emits);
  const events: EventSink = {
    ...sink,
    emit: async (emitted, deadline) => {
      await sink.emit(emitted, deadline);
      reportEmitted(telemetry, emitted);
    },
  };
  return middy<unknown, void, Error, Context>()
    .use(captureLambdaHandler(tracer, { captureResponse: false }))
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics, { captureColdStartMetric: true }))
    .handler(async (_event, context) => {
      const counts = await task({ events, deadline: { remainingMs: () => context.getRemainingTimeInMillis() } });
      for (const [name, count] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, count);
      if (Object.values(counts).some((count) => count > 0)) logger.info('Scheduled work done', counts);
    });
};
