import type { BodyModel } from './body-model.ts';
import type { GatewayResponse } from './gateway-response.ts';
import type { LambdaAuthorizer } from './lambda-authorizer.ts';
import type { MockIntegration } from './mock-integration.ts';
import type { RoutingTable } from './routing-table.ts';
import type { ThrottleLimits } from './token-bucket.ts';

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

/** What an `AWS::ApiGateway::Deployment` freezes: changes made to the API after it are not served. */
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
