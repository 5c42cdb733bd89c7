import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';

export interface Telemetry {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
}

/** Fields that never reach a log, at any depth of a logged object. */
const masked: ReadonlySet<string> = new Set(['email', 'phone', 'payment_token', 'password']);

export const maskSecrets = (key: string, value: unknown): unknown => (masked.has(key) && value != null ? '***' : value);

/**
 * Logs, metrics and traces of one function. Service, namespace and level come from the POWERTOOLS_* variables. Single requests
 * of SDK clients are not traced: their cost exceeds their use.
 */
export const createTelemetry = (): Telemetry => ({
  logger: new Logger({ jsonReplacerFn: maskSecrets }),
  metrics: new Metrics({ defaultDimensions: { function_name: process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'none' } }),
  tracer: new Tracer({ captureHTTPsRequests: false }),
});
