import type { IdentityProvider } from './ports.ts';

/** What API Gateway takes from a Lambda authorizer. */
export interface Permit {
  /** The user: whatever is placed belongs to it. */
  readonly principalId: string;
  readonly policyDocument: {
    readonly Version: '2012-10-17';
    readonly Statement: readonly [
      { readonly Effect: 'Allow'; readonly Action: 'execute-api:Invoke'; readonly Resource: string },
    ];
  };
}

/** All of the stage: API Gateway keeps the permit for other requests with the same token, whatever route they ask for. */
const wholeStage = (methodArn: string): string => `${methodArn.split('/', 2).join('/')}/*`;

/** `Bearer`, in any case, and the token. */
const bearer = /^Bearer +([^ ]+) *$/i;

/** Orders name their user so (`UserId` of the envelope): a user whom they cannot name cannot be told from others. */
const userId = /^[!-~]{1,128}$/;

/** Lets in whoever has a valid token, as the user that it names; undefined for everybody else. */
export const authorizeUser =
  (identities: IdentityProvider) =>
  async (authorization: string, methodArn: string): Promise<Permit | undefined> => {
    const token = bearer.exec(authorization)?.[1];
    const subject = token === undefined ? undefined : await identities.subjectOf(token);
    if (subject === undefined || !userId.test(subject)) return undefined;
    const statement = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: wholeStage(methodArn) } as const;
    return { principalId: subject, policyDocument: { Version: '2012-10-17', Statement: [statement] } };
  };
