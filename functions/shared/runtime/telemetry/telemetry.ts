import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';

export interface Telemetry {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
}

/** Whose values never reach a log, wherever in a logged object they are. */
const masked: ReadonlySet<string> = new Set(['email', 'phone', 'payment_token', 'password']);

export const maskSecrets = (key: string, value: unknown): unknown => (masked.has(key) && value != null ? '***' : value);

/**
 * Logs, metrics and traces of one function. Service, namespace and level come from the POWERTOOLS_* variables. Requests of
 * SDK clients are not traced one by one: that costs more than it tells.
 */
export const createTelemetry = (): Telemetry => ({
  logger: new Logger({ jsonReplacerFn: maskSecrets }),
  metrics: new Metrics({ defaultDimensions: { function_name: process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'none' } }),
  tracer: new Tracer({ captureHTTPsRequests: false }),
});
