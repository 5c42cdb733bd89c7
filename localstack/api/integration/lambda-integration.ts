import { FunctionNotFoundError, type Invocation, type Invoker } from '../../lambda/invoker.ts';
import type { LambdaIntegration } from '../definition/definition.ts';
import { withStageVariables } from '../definition/stage-variables.ts';
import type { RoutedExchange } from '../exchange/exchange.ts';
import { GatewayProblem } from '../exchange/gateway-problem.ts';
import { proxyEvent } from '../exchange/proxy-event.ts';
import { type ApiAnswer, headerValue } from '../http/http-message.ts';
import { proxyAnswer } from './proxy-response.ts';

/**
 * Invokes the function and converts its result to an answer (rest-api-rules C3, C11).
 * @throws {GatewayProblem} INTEGRATION_TIMEOUT (the function runs on), INTEGRATION_FAILURE (it could not be
 *   called), API_CONFIGURATION_ERROR (there is none), DEFAULT_5XX (it failed).
 */
export async function lambdaAnswer(
  integration: LambdaIntegration,
  exchange: RoutedExchange,
  invoker: Invoker,
): Promise<ApiAnswer> {
  const functionArn = withStageVariables(integration.functionArn, exchange.stage.variables);
  const calling = call(invoker, functionArn, JSON.stringify(proxyEvent(exchange)));
  const invocation = await within(integration.timeoutMs, calling);
  if (invocation.functionError !== undefined) {
    throw new GatewayProblem('DEFAULT_5XX', {
      cause: new Error(`${functionArn} failed: ${invocation.payload}`),
    });
  }
  const accept = headerValue(exchange.request.headers, 'accept');
  const answer = proxyAnswer(invocation.payload, accept, exchange.stage.api.binaryMediaTypes);
  return { ...answer, headers: [...answer.headers, ['X-Amzn-Trace-Id', exchange.trace.toClient]] };
}

async function call(invoker: Invoker, functionArn: string, event: string): Promise<Invocation> {
  try {
    return await invoker.invoke(functionArn, event);
  } catch (cause) {
    throw new GatewayProblem(
      cause instanceof FunctionNotFoundError ? 'API_CONFIGURATION_ERROR' : 'INTEGRATION_FAILURE',
      { cause },
    );
  }
}

async function within<Result>(timeoutMs: number, work: Promise<Result>): Promise<Result> {
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new GatewayProblem('INTEGRATION_TIMEOUT')), timeoutMs);
  try {
    return await Promise.race([work, expired]); // race handles the loser's rejection too.
  } finally {
    clearTimeout(timer);
  }
}
