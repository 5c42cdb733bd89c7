import { randomBytes, randomUUID } from 'node:crypto';
import type { Invoker } from '../../lambda/invoker.ts';
import type { RunningWork } from '../../lambda/running-work.ts';
import { authorizeSigned, type IamIdentitySource } from '../authorization/iam-authorization.ts';
import type { LambdaAuthorizers } from '../authorization/lambda-authorizer.ts';
import type { MethodDefinition, Stage } from '../definition/definition.ts';
import { type Match, pathWithoutStage } from '../definition/routing-table.ts';
import type { Exchange, RoutedExchange } from '../exchange/exchange.ts';
import { GatewayProblem } from '../exchange/gateway-problem.ts';
import type { Authorized } from '../exchange/identity.ts';
import { parseQuery } from '../exchange/query-string.ts';
import { baseContext, type RequestIds } from '../exchange/request-context.ts';
import { forwardedHeaders } from '../exchange/request-headers.ts';
import { traceHeader } from '../exchange/trace-header.ts';
import { valueMaps } from '../exchange/value-maps.ts';
import { type ApiAnswer, type ApiRequest, headerValue } from '../http/http-message.ts';
import { lambdaAnswer } from '../integration/lambda-integration.ts';
import { mockAnswer } from '../integration/mock-integration.ts';
import type { Admission } from '../usage-plans/admission.ts';
import { gatewayAnswer } from './gateway-response.ts';
import { validateRequest } from './request-validation.ts';

/** All header values together, in bytes (rest-api-rules F3). */
const maxHeaderBytes = 10_240;

export interface GatewayParts {
  readonly invoker: Invoker;
  readonly admission: Admission;
  readonly authorizers: LambdaAuthorizers;
  readonly identities: IamIdentitySource;
  /** Counts requests that change something; consumers let them pass. */
  readonly clientWork: RunningWork;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Called with every answer that is the gateway's or the function's fault, and its cause. */
  readonly onFailure: (problem: unknown, request: ApiRequest) => void;
}

/** Serves the stages of one REST API: from request to answer, without the network. */
export class Gateway {
  readonly #parts: GatewayParts;
  readonly #stages = new Map<string, Stage>();

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  addStage(stage: Stage): void {
    this.#stages.set(stage.name, stage);
  }

  async handle(request: ApiRequest): Promise<ApiAnswer> {
    const ids = { requestId: randomUUID(), extendedRequestId: randomBytes(11).toString('base64') };
    const answer = await this.#answer(request, ids);
    return {
      ...answer,
      headers: [...answer.headers, ['x-amzn-RequestId', ids.requestId], ['x-amz-apigw-id', ids.extendedRequestId]],
    };
  }

  async #answer(request: ApiRequest, ids: RequestIds): Promise<ApiAnswer> {
    const stage = this.#stages.get(request.path.split('/', 2)[1] ?? '');
    if (!stage) return noStage;
    const received = this.#receive(request, stage, ids);
    const match = stage.deployment.routes.match(received.context.httpMethod, received.path);
    const routed = match && route(received, match);
    try {
      checkLimits(request);
      if (!match || !routed) throw new GatewayProblem('MISSING_AUTHENTICATION_TOKEN');
      return await this.#serve(match.method, routed);
    } catch (error) {
      const problem = error instanceof GatewayProblem ? error : new GatewayProblem('API_CONFIGURATION_ERROR');
      if (problem.status >= 500) this.#parts.onFailure(error, request);
      return gatewayAnswer(problem, routed ?? received, stage.deployment.gatewayResponses);
    }
  }

  #receive(request: ApiRequest, stage: Stage, ids: RequestIds): Exchange {
    const now = this.#parts.now();
    const trace = traceHeader(headerValue(request.headers, 'x-amzn-trace-id'), now);
    const httpMethod = headerValue(request.headers, 'x-http-method-override') ?? request.method;
    return {
      request,
      stage,
      trace,
      path: pathWithoutStage(request.path, stage.name),
      headers: valueMaps(forwardedHeaders(request, trace.toFunction), (name) => name.toLowerCase()),
      query: parseQuery(request.query),
      context: baseContext(request, httpMethod, stage, ids, now),
      pathParameters: {},
    };
  }

  /** After the route: authorizer or IAM, API key, throttle and quota, validation, integration (B7). */
  async #serve(method: MethodDefinition, routed: RoutedExchange): Promise<ApiAnswer> {
    const authorized = await this.#authorize(method, routed);
    const exchange = this.#admit(method, routed, authorized);
    validateRequest(method, exchange);
    const { integration } = method;
    if (integration.type === 'MOCK') return mockAnswer(integration, exchange);
    const answer = (): Promise<ApiAnswer> => lambdaAnswer(integration, exchange, this.#parts.invoker);
    // A read changes nothing that others would have to wait for, and may be a long poll.
    const { clientWork } = this.#parts;
    return await (exchange.context.httpMethod === 'GET' ? answer() : clientWork.during(answer));
  }

  async #authorize(method: MethodDefinition, exchange: RoutedExchange): Promise<Authorized | undefined> {
    switch (method.authorization.type) {
      case 'NONE':
        return undefined;
      case 'AWS_IAM':
        return await authorizeSigned(exchange, this.#parts.identities, this.#parts.now());
      case 'CUSTOM':
        return await this.#parts.authorizers.authorize(method.authorization.authorizer, exchange);
    }
  }

  #admit(method: MethodDefinition, exchange: RoutedExchange, authorized: Authorized | undefined): RoutedExchange {
    const { stage, context } = exchange;
    const keyValue =
      stage.api.apiKeySource === 'AUTHORIZER'
        ? authorized?.usageIdentifierKey
        : headerValue(exchange.request.headers, 'x-api-key');
    const key = this.#parts.admission.admit(stage, method, keyValue);
    return {
      ...exchange,
      context: {
        ...context,
        identity: {
          ...context.identity,
          ...authorized?.identity,
          ...(key && { apiKey: key.value, apiKeyId: key.id }),
        },
        ...(authorized?.context && { authorizer: authorized.context }),
      },
    };
  }
}

/** AWS's answer for a stage that does not exist; no API's gateway responses apply. */
const noStage: ApiAnswer = {
  status: 403,
  headers: [
    ['Content-Type', 'application/json'],
    ['x-amzn-ErrorType', 'ForbiddenException'],
  ],
  body: '{"message":"Forbidden"}',
};

/** AWS documents the limits but not the answer to too many headers: it is taken as too large a request. */
function checkLimits(request: ApiRequest): void {
  // Nor is the answer to these characters, which must be encoded (rest-api-rules F4).
  if (/[|{}]/.test(request.query)) throw new GatewayProblem('DEFAULT_4XX');
  const headerBytes = request.headers.reduce((sum, [, value]) => sum + Buffer.byteLength(value), 0);
  if (request.bodyTooLarge || headerBytes > maxHeaderBytes) throw new GatewayProblem('REQUEST_TOO_LARGE');
}

function route(exchange: Exchange, match: Match<MethodDefinition>): RoutedExchange {
  const { resourceId, resourcePath } = match.method;
  return {
    ...exchange,
    pathParameters: match.pathParameters,
    context: { ...exchange.context, resourceId, resourcePath },
  };
}
