import type { Stage } from '../definition/definition.ts';
import type { ApiRequest } from '../http/http-message.ts';
import type { BaseContext, RequestContext } from './request-context.ts';
import type { TraceHeader } from './trace-header.ts';
import type { ValueMaps } from './value-maps.ts';

/** One request in the gateway, before a route is known. */
export interface Exchange {
  readonly request: ApiRequest;
  readonly stage: Stage;
  /** Without the stage (rest-api-rules A5–A7). */
  readonly path: string;
  readonly headers: ValueMaps;
  readonly query: ValueMaps;
  readonly trace: TraceHeader;
  readonly context: BaseContext;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** The same once routed. */
export interface RoutedExchange extends Exchange {
  readonly context: RequestContext;
}
