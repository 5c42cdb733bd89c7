import { headerValue } from '../http/http-message.ts';
import type { Exchange } from './exchange.ts';

/**
 * The value of a mapping expression without its leading `$`: `method.request.{header,path,querystring}.name`,
 * `context.a.b` or `stageVariables.name`. Undefined if the request has no such value.
 * @throws {Error} the expression is none of these.
 */
export function requestValue(expression: string, exchange: Exchange): string | undefined {
  const parameter = /^method\.request\.(header|path|querystring)\.(.+)$/.exec(expression);
  if (parameter) {
    const [, where, name = ''] = parameter;
    // The client's own lines: headers that the gateway removes or adds for the function are not part of the request.
    if (where === 'header') return headerValue(exchange.request.headers, name);
    return own(where === 'path' ? exchange.pathParameters : exchange.query.single, name);
  }
  const variable = /^stageVariables\.(.+)$/.exec(expression);
  if (variable) return own(exchange.stage.variables, variable[1] ?? '');
  const context = /^context\.(.+)$/.exec(expression);
  if (context) return text(contextValue(exchange.context, (context[1] ?? '').split('.')));
  throw new Error(`"${expression}" is not a request parameter, context or stage variable`);
}

function contextValue(context: object, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Readonly<Record<string, unknown>>)[name]
        : undefined,
    context,
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function own(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
