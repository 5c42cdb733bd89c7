import type { IamIdentities, IamIdentity } from '../../iam/identities.ts';
import type { RoutedExchange } from '../exchange/exchange.ts';
import { GatewayProblem } from '../exchange/gateway-problem.ts';
import type { Authorized } from '../exchange/identity.ts';
import { methodArn } from '../exchange/method-arn.ts';
import { isSignature } from '../exchange/request-headers.ts';
import { headerValue } from '../http/http-message.ts';
import { policyDecision } from './policy-document.ts';
import { checkSignature } from './signature-check.ts';
import { readSignature } from './signature-claim.ts';

/** The identities that may sign requests. */
export type IamIdentitySource = Pick<IamIdentities, 'byAccessKey' | 'policiesOf'>;

/**
 * AWS_IAM on a method: a Signature Version 4 in the Authorization header, by an identity whose policies allow to invoke the
 * method (rest-api-rules D8). Presigned URLs and session tokens are not emulated: they are refused.
 * @throws {GatewayProblem} MISSING_AUTHENTICATION_TOKEN, INVALID_SIGNATURE or ACCESS_DENIED, with AWS's messages.
 */
export async function authorizeSigned(
  exchange: RoutedExchange,
  identities: IamIdentitySource,
  now: number,
): Promise<Authorized> {
  const { headers } = exchange.request;
  const authorization = headerValue(headers, 'authorization');
  if (authorization === undefined) throw new GatewayProblem('MISSING_AUTHENTICATION_TOKEN');
  if (!isSignature(authorization)) throw notASignature(authorization);
  const signature = readSignature(authorization, headerValue(headers, 'x-amz-date'));
  const identity = identities.byAccessKey(signature.accessKeyId);
  if (!identity || headerValue(headers, 'x-amz-security-token') !== undefined) throw unknownKey();
  await checkSignature(exchange, signature, identity, now);
  const resource = methodArn(exchange);
  const decisions = identities.policiesOf(identity).map((policy) => policyDecision(policy, resource));
  if (decisions.includes('Deny')) throw notAllowed(identity, resource, ' with an explicit deny');
  if (!decisions.includes('Allow')) throw notAllowed(identity, resource, '');
  const { accountId, accessKeyId, userArn, userId } = identity;
  return { identity: { accountId, accessKey: accessKeyId, userArn, caller: userId, user: userId } };
}

function notASignature(authorization: string): GatewayProblem {
  const scheme = authorization.split(' ', 1)[0] ?? '';
  return new GatewayProblem('INVALID_SIGNATURE', {
    errorType: 'IncompleteSignatureException',
    message: `'${scheme}' not a valid key=value pair (missing equal-sign) in Authorization header.`,
  });
}

function unknownKey(): GatewayProblem {
  return new GatewayProblem('ACCESS_DENIED', {
    errorType: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  });
}

/** AWS prints only the last four digits of the account. */
function notAllowed({ userArn, accountId }: IamIdentity, resource: string, why: string): GatewayProblem {
  const masked = resource.replace(`:${accountId}:`, `:********${accountId.slice(-4)}:`);
  return new GatewayProblem('ACCESS_DENIED', {
    message: `User: ${userArn} is not authorized to perform: execute-api:Invoke on resource: ${masked}${why}`,
  });
}
