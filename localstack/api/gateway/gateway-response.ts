import type { GatewayResponse } from '../definition/definition.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { GatewayProblem } from '../exchange/gateway-problem.ts';
import { requestValue } from '../exchange/request-value.ts';
import { type ApiAnswer, type HeaderLine, headerValue } from '../http/http-message.ts';
import { bare } from '../http/media-types.ts';

const builtInTemplate = '{"message":$context.error.messageString}';
const uncustomised: GatewayResponse = { responseType: '', templates: {}, headers: {} };

/**
 * The answer to a problem: by the response of its exact type, else the API's default of its class, else as built in
 * (rest-api-rules D9–D13).
 */
export function gatewayAnswer(
  problem: GatewayProblem,
  exchange: Exchange,
  responses: ReadonlyMap<string, GatewayResponse>,
): ApiAnswer {
  const custom = (problem.type === 'REQUEST_TOO_LARGE' ? undefined : customised(problem, responses)) ?? uncustomised;
  const [contentType, template] = chooseTemplate(custom, exchange);
  const headers = Object.entries(custom.headers).flatMap(([name, expression]): readonly HeaderLine[] => {
    const value = parameterValue(expression, exchange);
    return value === undefined ? [] : [[name, value]];
  });
  const typed = headerValue(headers, 'content-type') === undefined;
  return {
    status: custom.status ?? problem.status,
    headers: [
      ...(typed ? ([['Content-Type', contentType]] as const) : []),
      ['x-amzn-ErrorType', problem.errorType],
      ...headers,
    ],
    body: fill(template, problem, exchange),
  };
}

function customised(
  problem: GatewayProblem,
  responses: ReadonlyMap<string, GatewayResponse>,
): GatewayResponse | undefined {
  return responses.get(problem.type) ?? responses.get(problem.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
}

/** The template of the type that the client prefers, else JSON, else the only or first there is. */
function chooseTemplate(custom: GatewayResponse, exchange: Exchange): readonly [contentType: string, template: string] {
  const accepted = bare(headerValue(exchange.request.headers, 'accept') ?? '');
  const templates = Object.entries(custom.templates);
  return (
    templates.find(([type]) => bare(type) === accepted) ??
    templates.find(([type]) => bare(type) === 'application/json') ??
    templates[0] ?? ['application/json', builtInTemplate]
  );
}

const expression = String.raw`(?:context|stageVariables|method\.request\.(?:header|path|querystring))\.[\w.-]*[\w-]`;
/** `$name` or `${name}`; a dot at the end belongs to the text. */
const variable = new RegExp(String.raw`\$(?:\{(${expression})\}|(${expression}))`, 'g');

/** Simple substitution, no template language; an unknown variable becomes empty (D11). */
function fill(template: string, problem: GatewayProblem, exchange: Exchange): string {
  return template.replace(
    variable,
    (_, braced: string | undefined, plain: string | undefined) =>
      variableValue(braced ?? plain ?? '', problem, exchange) ?? '',
  );
}

function variableValue(expression: string, problem: GatewayProblem, exchange: Exchange): string | undefined {
  switch (expression) {
    case 'context.error.message':
      return problem.clientMessage ?? '';
    case 'context.error.messageString':
      return JSON.stringify(problem.clientMessage);
    case 'context.error.responseType':
      return problem.type;
    case 'context.error.validationErrorString':
      return problem.validationError;
    default:
      return requestValue(expression, exchange);
  }
}

function parameterValue(expression: string, exchange: Exchange): string | undefined {
  const literal = /^'(.*)'$/s.exec(expression);
  return literal ? literal[1] : requestValue(expression, exchange);
}
