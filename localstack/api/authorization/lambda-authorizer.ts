import type { Invoker } from '../../lambda/invoker.ts';
import type { LambdaAuthorizer } from '../definition/definition.ts';
import { withStageVariables } from '../definition/stage-variables.ts';
import type { RoutedExchange } from '../exchange/exchange.ts';
import { GatewayProblem } from '../exchange/gateway-problem.ts';
import type { Authorized } from '../exchange/identity.ts';
import { methodArn } from '../exchange/method-arn.ts';
import { proxyEvent } from '../exchange/proxy-event.ts';
import { requestValue } from '../exchange/request-value.ts';
import { type AuthorizerOutput, readAuthorizerOutput } from './authorizer-output.ts';
import { policyDecision } from './policy-document.ts';

interface Cached {
  readonly output: AuthorizerOutput;
  readonly expiresAt: number;
}

/** Invokes Lambda authorizers, and caches their policies per stage and identity (rest-api-rules E1–E5). */
export class LambdaAuthorizers {
  readonly #invoker: Invoker;
  readonly #now: () => number;
  readonly #cache = new Map<string, Cached>();

  constructor(invoker: Invoker, now: () => number) {
    this.#invoker = invoker;
    this.#now = now;
  }

  /** @throws {GatewayProblem} UNAUTHORIZED, ACCESS_DENIED, AUTHORIZER_FAILURE or AUTHORIZER_CONFIGURATION_ERROR. */
  async authorize(authorizer: LambdaAuthorizer, exchange: RoutedExchange): Promise<Authorized> {
    const identity = authorizer.identitySources.map((source) => requestValue(source, exchange) ?? '');
    if (identity.includes('')) throw new GatewayProblem('UNAUTHORIZED');
    if (authorizer.tokenPattern && !authorizer.tokenPattern.test(identity[0] ?? '')) {
      throw new GatewayProblem('UNAUTHORIZED');
    }
    const startedAt = this.#now();
    const output = await this.#outputOf(authorizer, identity, exchange);
    const decision = policyDecision(output.policyDocument, methodArn(exchange));
    if (decision !== 'Allow') {
      throw new GatewayProblem('ACCESS_DENIED', {
        message: `User is not authorized to access this resource${decision === 'Deny' ? ' with an explicit deny' : ''}`,
      });
    }
    return {
      context: { ...output.context, principalId: output.principalId, integrationLatency: this.#now() - startedAt },
      usageIdentifierKey: output.usageIdentifierKey,
    };
  }

  /** A cached policy serves every method of the stage. */
  async #outputOf(
    authorizer: LambdaAuthorizer,
    identity: readonly string[],
    exchange: RoutedExchange,
  ): Promise<AuthorizerOutput> {
    const { stage } = exchange;
    const key = JSON.stringify([stage.api.id, stage.name, authorizer.id, ...identity]);
    const cached = this.#cache.get(key);
    if (cached && cached.expiresAt > this.#now()) return cached.output;
    const output = await this.#call(authorizer, identity, exchange);
    const cacheable = authorizer.cacheSeconds > 0 && identity.length > 0;
    if (cacheable) this.#cache.set(key, { output, expiresAt: this.#now() + authorizer.cacheSeconds * 1000 });
    return output;
  }

  async #call(
    authorizer: LambdaAuthorizer,
    identity: readonly string[],
    exchange: RoutedExchange,
  ): Promise<AuthorizerOutput> {
    const event = authorizer.type === 'TOKEN' ? tokenEvent(identity[0] ?? '', exchange) : requestEvent(exchange);
    const functionArn = withStageVariables(authorizer.functionArn, exchange.stage.variables);
    const { payload, functionError } = await this.#invoker
      .invoke(functionArn, JSON.stringify(event))
      .catch((cause: unknown) => {
        throw new GatewayProblem('AUTHORIZER_CONFIGURATION_ERROR', { cause });
      });
    if (functionError === undefined) return readAuthorizerOutput(payload);
    const unauthorized = (JSON.parse(payload) as { errorMessage?: unknown }).errorMessage === 'Unauthorized';
    if (unauthorized) throw new GatewayProblem('UNAUTHORIZED');
    throw new GatewayProblem('AUTHORIZER_FAILURE', { cause: new Error(`${functionArn} failed: ${payload}`) });
  }
}

function tokenEvent(authorizationToken: string, exchange: RoutedExchange): object {
  return { type: 'TOKEN', authorizationToken, methodArn: methodArn(exchange) };
}

/** The proxy event without the body, and the ARN of the requested method. */
function requestEvent(exchange: RoutedExchange): object {
  const { body: _body, isBase64Encoded: _encoded, ...event } = proxyEvent(exchange);
  return { type: 'REQUEST', methodArn: methodArn(exchange), ...event };
}
