import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { TransientError } from '../idioms/transient-error.ts';
import { createTelemetry, type Telemetry } from '../telemetry/telemetry.ts';
import { problem } from './problem.ts';
import { type HttpRequest, httpRequest } from './request.ts';
import type { HttpResponse } from './response.ts';

export type Route = (request: HttpRequest) => Promise<HttpResponse>;

/** Routes by method and template: `GET /orders/{id}`. */
export type Routes = Readonly<Record<string, Route>>;

const retryAfterSeconds = 2;

/** A transient error is 503 with Retry-After; any other is 500. Neither discloses internals to the client. */
const problemOf = (thrown: unknown): HttpResponse =>
  thrown instanceof TransientError
    ? problem('unavailable', { detail: 'Try again', retryAfterSeconds })
    : problem('internal-error');

const answer = async (routes: Routes, request: HttpRequest, { logger }: Telemetry): Promise<HttpResponse> => {
  try {
    const route = routes[`${request.method} ${request.resource}`];
    return route === undefined ? problem('not-found') : await route(request);
  } catch (thrown) {
    logger.error('Request failed', { error: thrown instanceof Error ? thrown : new Error(String(thrown)) });
    return problemOf(thrown);
  }
};

/** The Lambda handler of HTTP routes behind API Gateway (REST API, proxy integration). It never throws. */
export const httpHandler = (routes: Routes) => {
  const telemetry = createTelemetry();
  const { logger, metrics, tracer } = telemetry;
  return middy<APIGatewayProxyEvent, HttpResponse, Error, Context>()
    .use(captureLambdaHandler(tracer, { captureResponse: false }))
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics, { captureColdStartMetric: true }))
    .handler(async (event, context) => {
      const request = httpRequest(event, context);
      logger.appendKeys({ correlation_id: request.requestId, trace_id: request.traceId });
      const { counts = {}, ...response } = await answer(routes, request, telemetry);
      for (const [name, count] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, count);
      metrics.addMetric(`Http${Math.floor(response.statusCode / 100)}xx`, MetricUnit.Count, 1);
      logger.info('Request answered', {
        route: `${request.method} ${request.resource}`,
        path: response.headers['location'] ?? request.path,
        status: response.statusCode,
      });
      return response;
    });
};
