import type { Stage } from '../definition/definition.ts';
import { type ApiRequest, headerValue } from '../http/http-message.ts';
import type { SignedIdentity } from './identity.ts';

/** The caller, as far as it is known: twelve keys always, the key's two on methods that require one (rest-api-rules A4). */
interface Identity extends SignedIdentity {
  readonly cognitoIdentityPoolId: null;
  readonly cognitoIdentityId: null;
  readonly sourceIp: string;
  readonly principalOrgId: null;
  readonly cognitoAuthenticationType: null;
  readonly cognitoAuthenticationProvider: null;
  readonly userAgent: string | null;
  readonly apiKey?: string;
  readonly apiKeyId?: string;
}

/** The context before routing: `$context` of a gateway response for a path that does not exist. */
export interface BaseContext {
  readonly accountId: string;
  readonly apiId: string;
  readonly deploymentId: string;
  readonly domainName: string;
  readonly domainPrefix: string;
  readonly extendedRequestId: string;
  readonly httpMethod: string;
  readonly identity: Identity;
  /** With the stage. */
  readonly path: string;
  readonly protocol: string;
  readonly requestId: string;
  /** For instance `17/Jun/2024:14:48:13 +0000`. */
  readonly requestTime: string;
  readonly requestTimeEpoch: number;
  readonly stage: string;
}

/** `requestContext` of a proxy event (A3). */
export interface RequestContext extends BaseContext {
  readonly resourceId: string;
  readonly resourcePath: string;
  readonly authorizer?: Readonly<Record<string, string | number>>;
}

export interface RequestIds {
  readonly requestId: string;
  readonly extendedRequestId: string;
}

/** @param epochMs when the request came. */
export function baseContext(
  request: ApiRequest,
  httpMethod: string,
  stage: Stage,
  ids: RequestIds,
  epochMs: number,
): BaseContext {
  const { api } = stage;
  return {
    accountId: api.accountId,
    apiId: api.id,
    deploymentId: stage.deployment.id,
    domainName: `${api.id}.execute-api.${api.region}.amazonaws.com`,
    domainPrefix: api.id,
    extendedRequestId: ids.extendedRequestId,
    httpMethod,
    identity: {
      cognitoIdentityPoolId: null,
      accountId: null,
      cognitoIdentityId: null,
      caller: null,
      sourceIp: request.sourceIp,
      principalOrgId: null,
      accessKey: null,
      cognitoAuthenticationType: null,
      cognitoAuthenticationProvider: null,
      userArn: null,
      userAgent: headerValue(request.headers, 'user-agent') ?? null,
      user: null,
    },
    path: request.path,
    protocol: 'HTTP/1.1',
    requestId: ids.requestId,
    requestTime: commonLogTime(epochMs),
    requestTimeEpoch: epochMs,
    stage: stage.name,
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function commonLogTime(epochMs: number): string {
  const [date = '', time = ''] = new Date(epochMs).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${months[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}
