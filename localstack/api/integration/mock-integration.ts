import type { MockIntegration, MockResponse } from '../definition/definition.ts';
import type { RoutedExchange } from '../exchange/exchange.ts';
import { GatewayProblem } from '../exchange/gateway-problem.ts';
import { requestValue } from '../exchange/request-value.ts';
import { type ApiAnswer, type HeaderLine, headerValue } from '../http/http-message.ts';
import { bare } from '../http/media-types.ts';

/** @throws {GatewayProblem} UNSUPPORTED_MEDIA_TYPE; API_CONFIGURATION_ERROR: no status or no response fits. */
export function mockAnswer(integration: MockIntegration, exchange: RoutedExchange): ApiAnswer {
  const contentType = bare(headerValue(exchange.request.headers, 'content-type') ?? 'application/json');
  const status = integration.statusByContentType.get(contentType);
  if (status === undefined) {
    throw new GatewayProblem(
      integration.refusesOtherContentTypes ? 'UNSUPPORTED_MEDIA_TYPE' : 'API_CONFIGURATION_ERROR',
    );
  }
  const response = chooseResponse(integration.responses, String(status));
  if (!response) throw new GatewayProblem('API_CONFIGURATION_ERROR');
  const [type, body] = Object.entries(response.templates)[0] ?? ['application/json', ''];
  const headers = Object.entries(response.headers).flatMap(([name, expression]): readonly HeaderLine[] => {
    const literal = /^'(.*)'$/s.exec(expression);
    const value = literal ? literal[1] : requestValue(expression, exchange);
    return value === undefined ? [] : [[name, value]];
  });
  const typed = headerValue(headers, 'content-type') !== undefined;
  return { status: response.status, headers: typed ? headers : [['Content-Type', type], ...headers], body };
}

function chooseResponse(responses: readonly MockResponse[], status: string): MockResponse | undefined {
  return (
    responses.find(({ selectionPattern: pattern }) => pattern && new RegExp(`^(?:${pattern})$`).test(status)) ??
    responses.find(({ selectionPattern }) => !selectionPattern)
  );
}

/** The `statusCode` of a MOCK request template, JSON or the unquoted form that CDK writes. */
export function templateStatus(template: string): number | undefined {
  const status = /["']?statusCode["']?\s*:\s*["']?(\d{3})\b/.exec(template)?.[1];
  return status === undefined ? undefined : Number(status);
}
