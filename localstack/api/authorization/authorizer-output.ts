import { GatewayProblem } from '../exchange/gateway-problem.ts';

/** The required output of a Lambda authorizer (rest-api-rules E3). */
export interface AuthorizerOutput {
  readonly principalId: string;
  readonly policyDocument: unknown;
  /** Flat; values reach the function as strings. */
  readonly context: Readonly<Record<string, string>>;
  readonly usageIdentifierKey: string | undefined;
}

/** @throws {GatewayProblem} AUTHORIZER_CONFIGURATION_ERROR: the output has another form. */
export function readAuthorizerOutput(payload: string): AuthorizerOutput {
  const output: unknown = JSON.parse(payload);
  if (!isRecord(output)) throw invalid('is not an object');
  const { principalId, policyDocument, context = {}, usageIdentifierKey } = output;
  if (typeof principalId !== 'string') throw invalid('has no principalId');
  if (!isRecord(policyDocument) || policyDocument['Statement'] === undefined) throw invalid('has no policyDocument');
  if (!isRecord(context)) throw invalid('has a context that is not an object');
  const nested = Object.keys(context).find((name) => typeof context[name] === 'object');
  if (nested !== undefined) throw invalid(`has an object, list or null in context.${nested}`);
  return {
    principalId,
    policyDocument,
    context: Object.fromEntries(Object.entries(context).map(([name, value]) => [name, String(value)])),
    usageIdentifierKey: typeof usageIdentifierKey === 'string' ? usageIdentifierKey : undefined,
  };
}

function invalid(problem: string): GatewayProblem {
  return new GatewayProblem('AUTHORIZER_CONFIGURATION_ERROR', {
    cause: new Error(`the authorizer's output ${problem}`),
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
