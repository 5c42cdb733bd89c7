import type { MetricName } from '../../../../schemas/metrics.ts';
import { exactJson } from '../../kernel/exact-json.ts';

/** A response of API Gateway's proxy integration; header values are strings. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Metrics to record, by name; not part of the HTTP response. */
  readonly counts?: Readonly<Partial<Record<MetricName, number>>>;
}

export const json = (
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: exactJson(body),
});
