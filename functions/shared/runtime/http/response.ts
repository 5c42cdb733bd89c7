import type { MetricName } from '../../../../schemas/metrics.ts';
import { exactJson } from '../../kernel/exact-json.ts';

/** An answer as API Gateway takes it; header values are strings. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Told as metrics, not to the client: by name, how many. */
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
