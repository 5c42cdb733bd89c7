import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { Deadline } from '../idioms/idiom.ts';
import { type Caller, callerOf } from './caller.ts';

/** An HTTP request, independent of API Gateway. */
export interface HttpRequest extends Deadline, Caller {
  readonly method: string;
  /** The route's template: `/orders/{id}/status`. */
  readonly resource: string;
  readonly path: string;
  /** The path as the client sent it, including the stage: the base of links to other resources. */
  readonly publicPath: string;
  /** The subject of the client's token, where clients are users. */
  readonly user?: string;
  /** The id of this request, in its response and in the logs. */
  readonly requestId: string;
  /** 32 lower-case hexadecimal digits (W3C Trace Context). */
  readonly traceId: string;
  /** A header by case-insensitive name; undefined if absent. */
  header(name: string): string | undefined;
  /** A path parameter as sent; empty if the route has none of that name. */
  parameter(name: string): string;
  query(name: string): string | undefined;
  /** The raw body, decoded if API Gateway sent base64. */
  body(): Buffer;
}

const headerOf = (headers: APIGatewayProxyEvent['headers'] | null, name: string): string | undefined => {
  const lowerCase = name.toLowerCase();
  return Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === lowerCase)?.[1];
};

/** X-Ray's `Root=1-5759e988-bd862e3fe1be46a994272793` without its version and hyphens is a W3C trace id. */
const xrayRoot = /Root=1-([0-9a-f]{8})-([0-9a-f]{24})/;
const w3cTraceId = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;
const noTrace = '0'.repeat(32);

/** The caller's trace id, else the gateway's, else one derived from the request id. */
const traceIdOf = (event: APIGatewayProxyEvent): string => {
  const w3c = w3cTraceId.exec(headerOf(event.headers, 'traceparent') ?? '')?.[1];
  if (w3c !== undefined && w3c !== noTrace) return w3c;
  const [, epoch, unique] = xrayRoot.exec(headerOf(event.headers, 'x-amzn-trace-id') ?? '') ?? [];
  if (epoch !== undefined && unique !== undefined) return epoch + unique;
  const digits = event.requestContext.requestId.toLowerCase().replaceAll(/[^0-9a-f]/g, '');
  return digits.padEnd(32, '1').slice(0, 32);
};

const userOf = ({ requestContext: { authorizer } }: APIGatewayProxyEvent): string | undefined => {
  const subject: unknown = authorizer?.['principalId'];
  return typeof subject === 'string' && subject !== '' ? subject : undefined;
};

/** Reads API Gateway's proxy event (REST API, payload format 1.0). */
export const httpRequest = (event: APIGatewayProxyEvent, context: Context): HttpRequest => {
  const user = userOf(event);
  return {
    method: event.httpMethod,
    resource: event.resource,
    path: event.path,
    publicPath: event.requestContext.path,
    ...callerOf(event, user),
    ...(user !== undefined && { user }),
    requestId: event.requestContext.requestId,
    traceId: traceIdOf(event),
    header: (name) => headerOf(event.headers, name),
    parameter: (name) => event.pathParameters?.[name] ?? '',
    query: (name) => event.queryStringParameters?.[name],
    body: () => Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    remainingMs: () => context.getRemainingTimeInMillis(),
  };
};
