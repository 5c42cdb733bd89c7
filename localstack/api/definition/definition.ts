import type { BodyModel } from './body-model.ts';
import type { RoutingTable } from './routing-table.ts';

export interface LambdaIntegration {
  readonly type: 'AWS_PROXY';
  /** Of the function; may hold `${stageVariables.name}`. */
  readonly functionArn: string;
  readonly timeoutMs: number;
}

export type Authorization =
  | { readonly type: 'NONE' }
  | { readonly type: 'AWS_IAM' }
  | { readonly type: 'CUSTOM'; readonly authorizer: LambdaAuthorizer };

export interface MethodDefinition {
  readonly resourceId: string;
  readonly resourcePath: string;
  readonly httpMethod: string;
  readonly authorization: Authorization;
  readonly apiKeyRequired: boolean;
  /** `method.request.…` expressions of the parameters that must be there; empty if they are not validated. */
  readonly requiredParameters: readonly string[];
  /** By content type; empty if the body is not validated. */
  readonly bodyModels: ReadonlyMap<string, BodyModel>;
  readonly integration: LambdaIntegration | MockIntegration;
}

/** The snapshot of an `AWS::ApiGateway::Deployment`: later changes of the API are not served. */
export interface Deployment {
  readonly id: string;
  readonly routes: RoutingTable<MethodDefinition>;
  /** By response type, for instance `DEFAULT_4XX`. */
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponse>;
}

export interface Api {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly binaryMediaTypes: readonly string[];
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER';
}

export interface ThrottleLimits {
  /** Tokens added per second. */
  readonly rateLimit: number;
  /** Capacity: how many requests may come at once. */
  readonly burstLimit: number;
}

export interface MethodSetting {
  /** Template path of a resource, or `*`. */
  readonly resourcePath: string;
  /** Or `*`. */
  readonly httpMethod: string;
  readonly throttle: ThrottleLimits;
}

export interface Stage {
  readonly name: string;
  readonly api: Api;
  readonly deployment: Deployment;
  readonly variables: Readonly<Record<string, string>>;
  readonly methodSettings: readonly MethodSetting[];
}

/** An `AWS::ApiGateway::GatewayResponse`: the API's own wording of a gateway error. */
export interface GatewayResponse {
  readonly responseType: string;
  readonly status?: number;
  /** By content type. */
  readonly templates: Readonly<Record<string, string>>;
  /** Header name to `'literal'` or a request expression. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An `AWS::ApiGateway::Authorizer` of type TOKEN or REQUEST. */
export interface LambdaAuthorizer {
  readonly id: string;
  readonly type: 'TOKEN' | 'REQUEST';
  readonly functionArn: string;
  /** Expressions without their `$`; exactly one for TOKEN. */
  readonly identitySources: readonly string[];
  readonly tokenPattern: RegExp | undefined;
  /** 0: not cached. */
  readonly cacheSeconds: number;
}

export interface MockResponse {
  readonly status: number;
  /** Matched against the request template's status; undefined: the default response. */
  readonly selectionPattern: string | undefined;
  /** Header name to `'literal'` or expression. */
  readonly headers: Readonly<Record<string, string>>;
  /** Plain text by content type. */
  readonly templates: Readonly<Record<string, string>>;
}

/** An integration without a backend: CDK's CORS preflights (rest-api-rules F1). */
export interface MockIntegration {
  readonly type: 'MOCK';
  /** Status by the request's content type, from the request templates. */
  readonly statusByContentType: ReadonlyMap<string, number>;
  readonly refusesOtherContentTypes: boolean;
  readonly responses: readonly MockResponse[];
}
