import type { HttpRequest } from '../../functions/shared/runtime/http/request.ts';

export interface TestRequest {
  readonly client?: string;
  readonly actor?: string;
  readonly user?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Text as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly remainingMs?: () => number;
}

/** An HTTP request for a route. */
export const httpRequestOf = ({
  client = 'key:test',
  actor = client.slice(0, 256),
  user,
  headers,
  parameters,
  query,
  body,
  remainingMs = () => 29_000,
}: TestRequest): HttpRequest => ({
  method: 'POST',
  resource: '/',
  path: '/orders',
  publicPath: '/v1/orders',
  client,
  actor,
  ...(user !== undefined && { user }),
  requestId: '5c1c2f3a-0000-4000-8000-000000000001',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  header: (name) => headers?.[name],
  parameter: (name) => parameters?.[name] ?? '',
  query: (name) => query?.[name],
  body: () => Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  remainingMs,
});
