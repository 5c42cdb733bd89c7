import type { IdentityProvider } from './ports.ts';

/** The response of a Lambda authorizer to API Gateway. */
export interface Permit {
  /** The user, who owns the orders that the token places. */
  readonly principalId: string;
  readonly policyDocument: {
    readonly Version: '2012-10-17';
    readonly Statement: readonly [
      { readonly Effect: 'Allow'; readonly Action: 'execute-api:Invoke'; readonly Resource: string },
    ];
  };
}

/** The whole stage: API Gateway caches the permit for all requests with the same token, on any route. */
const wholeStage = (methodArn: string): string => `${methodArn.split('/', 2).join('/')}/*`;

/** `Bearer` (case-insensitive) and the token. */
const bearer = /^Bearer +([^ ]+) *$/i;

/** The pattern of `UserId` in events: an order cannot name any other user. */
const userId = /^[!-~]{1,128}$/;

/** Permits a request with a valid token as the token's user; undefined for any other request. */
export const authorizeUser =
  (identities: IdentityProvider) =>
  async (authorization: string, methodArn: string): Promise<Permit | undefined> => {
    const token = bearer.exec(authorization)?.[1];
    const subject = token === undefined ? undefined : await identities.subjectOf(token);
    if (subject === undefined || !userId.test(subject)) return undefined;
    const statement = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: wholeStage(methodArn) } as const;
    return { principalId: subject, policyDocument: { Version: '2012-10-17', Statement: [statement] } };
  };
