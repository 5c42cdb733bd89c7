import type { MethodDefinition } from '../definition/definition.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { GatewayProblem } from '../exchange/gateway-problem.ts';
import { requestValue } from '../exchange/request-value.ts';
import { headerValue } from '../http/http-message.ts';
import { bare } from '../http/media-types.ts';

/**
 * Validates a request by the method's validator (rest-api-rules D3, D4).
 * @throws {GatewayProblem} BAD_REQUEST_PARAMETERS or BAD_REQUEST_BODY.
 */
export function validateRequest(method: MethodDefinition, exchange: Exchange): void {
  requireParameters(method.requiredParameters, exchange);
  validateBody(method, exchange);
}

const places = ['method.request.header.', 'method.request.path.', 'method.request.querystring.'];

function requireParameters(required: readonly string[], exchange: Exchange): void {
  const missing = places.flatMap((place) =>
    required
      .filter((expression) => expression.startsWith(place) && !requestValue(expression, exchange)?.trim())
      .map((expression) => expression.slice(place.length)),
  );
  if (missing.length === 0) return;
  throw new GatewayProblem('BAD_REQUEST_PARAMETERS', {
    message: `Missing required request parameters: [${missing.join(', ')}]`,
  });
}

function validateBody({ bodyModels }: MethodDefinition, { request }: Exchange): void {
  const contentType = bare(headerValue(request.headers, 'content-type') ?? 'application/json');
  const model = bodyModels.get(contentType) ?? bodyModels.get('$default');
  if (!model) return; // AWS accepts a content type without a model.
  const problem = model(parseBody(request.body));
  if (problem !== undefined) throw new GatewayProblem('BAD_REQUEST_BODY', { validationError: problem });
}

function parseBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new GatewayProblem('BAD_REQUEST_BODY', { validationError: 'the body is not JSON', cause: error });
  }
}
