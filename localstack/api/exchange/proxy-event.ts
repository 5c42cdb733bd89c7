import { headerValue } from '../http/http-message.ts';
import { isBinary } from '../http/media-types.ts';
import type { RoutedExchange } from './exchange.ts';
import type { RequestContext } from './request-context.ts';

/** Payload format 1.0: exactly these keys (rest-api-rules A1), null for what is absent (A2). */
export interface ProxyEvent {
  readonly resource: string;
  readonly path: string;
  readonly httpMethod: string;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>> | null;
  readonly queryStringParameters: Readonly<Record<string, string>> | null;
  readonly multiValueQueryStringParameters: Readonly<Record<string, readonly string[]>> | null;
  readonly pathParameters: Readonly<Record<string, string>> | null;
  readonly stageVariables: Readonly<Record<string, string>> | null;
  readonly requestContext: RequestContext;
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
}

/** The event of a Lambda proxy integration. */
export function proxyEvent(exchange: RoutedExchange): ProxyEvent {
  const { request, context, headers, query, stage } = exchange;
  const contentType = headerValue(request.headers, 'content-type') ?? 'application/json';
  const base64 = request.body.length > 0 && isBinary(contentType, stage.api.binaryMediaTypes);
  return {
    resource: context.resourcePath,
    path: exchange.path,
    httpMethod: context.httpMethod,
    headers: orNull(headers.single),
    multiValueHeaders: orNull(headers.multi),
    queryStringParameters: orNull(query.single),
    multiValueQueryStringParameters: orNull(query.multi),
    pathParameters: orNull(exchange.pathParameters),
    stageVariables: orNull(stage.variables),
    requestContext: context,
    body: request.body.length === 0 ? null : request.body.toString(base64 ? 'base64' : 'utf8'),
    isBase64Encoded: base64,
  };
}

function orNull<Values extends object>(values: Values): Values | null {
  return Object.keys(values).length === 0 ? null : values;
}
