import { LambdaAuthorizers } from '../../../localstack/api/authorization/lambda-authorizer.ts';
import type { Api, GatewayResponse, MethodDefinition, Stage } from '../../../localstack/api/definition/definition.ts';
import { RoutingTable } from '../../../localstack/api/definition/routing-table.ts';
import { Gateway } from '../../../localstack/api/gateway/gateway.ts';
import type { ApiAnswer, ApiRequest, HeaderLine } from '../../../localstack/api/http/http-message.ts';
import { headerValue } from '../../../localstack/api/http/http-message.ts';
import { Admission } from '../../../localstack/api/usage-plans/admission.ts';
import { UsagePlans } from '../../../localstack/api/usage-plans/usage-plans.ts';
import { IamIdentities } from '../../../localstack/iam/identities.ts';
import { RunningWork } from '../../../localstack/lambda/running-work.ts';
import { type FunctionScript, ScriptedFunctions } from './scripted-functions.ts';

export const functionArn = 'arn:aws:lambda:eu-west-1:000000000000:function:orders';

/** A method without authorization, key or validation that calls the one function. */
export function method(
  httpMethod: string,
  resourcePath: string,
  more: Partial<MethodDefinition> = {},
): MethodDefinition {
  return {
    resourceId: `id-of-${resourcePath}`,
    resourcePath,
    httpMethod,
    authorization: { type: 'NONE' },
    apiKeyRequired: false,
    requiredParameters: [],
    bodyModels: new Map(),
    integration: { type: 'AWS_PROXY', functionArn, timeoutMs: 29_000 },
    ...more,
  };
}

export interface TestGatewayOptions {
  readonly methods?: readonly MethodDefinition[];
  readonly script?: FunctionScript;
  readonly api?: Partial<Api>;
  readonly stage?: Partial<Stage>;
  readonly gatewayResponses?: readonly GatewayResponse[];
}

export interface RequestOptions {
  readonly headers?: readonly HeaderLine[];
  readonly body?: string | Buffer;
  readonly query?: string;
  readonly bodyTooLarge?: boolean;
}

/** One API with the stage `prod`, its functions scripted and its clock set by hand; no network. */
export class TestGateway {
  readonly functions: ScriptedFunctions;
  readonly plans = new UsagePlans();
  readonly identities = new IamIdentities('123456789012');
  readonly failures: unknown[] = [];
  now = Date.UTC(2024, 5, 17, 14, 48, 13, 506);
  readonly clientWork = new RunningWork(() => this.now, 0);
  readonly #gateway: Gateway;

  constructor(options: TestGatewayOptions = {}) {
    const { methods = [method('ANY', '/{proxy+}')], script, gatewayResponses = [] } = options;
    const now = () => this.now;
    this.functions = new ScriptedFunctions(script);
    this.#gateway = new Gateway({
      invoker: this.functions,
      admission: new Admission(this.plans, now),
      authorizers: new LambdaAuthorizers(this.functions, now),
      identities: this.identities,
      clientWork: this.clientWork,
      now,
      onFailure: (problem) => this.failures.push(problem),
    });
    this.#gateway.addStage({
      name: 'prod',
      api: {
        id: 'puhdx84jy9',
        accountId: '123456789012',
        region: 'eu-west-1',
        binaryMediaTypes: [],
        apiKeySource: 'HEADER',
        ...options.api,
      },
      deployment: {
        id: 'v99qix',
        routes: new RoutingTable(methods),
        gatewayResponses: new Map(gatewayResponses.map((response) => [response.responseType, response])),
      },
      variables: {},
      methodSettings: [],
      ...options.stage,
    });
  }

  /** @param path with the stage. */
  send(httpMethod: string, path: string, options: RequestOptions = {}): Promise<ApiAnswer> {
    const request: ApiRequest = {
      method: httpMethod,
      path,
      query: options.query ?? '',
      headers: options.headers ?? [],
      body: Buffer.from(options.body ?? ''),
      bodyTooLarge: options.bodyTooLarge ?? false,
      sourceIp: '15.248.3.126',
      port: 4567,
    };
    return this.#gateway.handle(request);
  }

  /** The event the function got for a request. */
  async eventOf(httpMethod: string, path: string, options: RequestOptions = {}): Promise<Record<string, unknown>> {
    await this.send(httpMethod, path, options);
    return this.functions.lastEvent;
  }
}

/** The parts of a response that tests check. */
export function summary(answer: ApiAnswer): { status: number; body: string; errorType: string | undefined } {
  return {
    status: answer.status,
    body: answer.body.toString(),
    errorType: headerValue(answer.headers, 'x-amzn-errortype'),
  };
}
