import { GatewayProblem } from './gateway-problem.ts';
import { type ApiRequest, headerValue } from './http-message.ts';
import { isSignature } from './request-headers.ts';

/**
 * AWS_IAM on a method. No IAM identity exists on one machine, so every signed request names an unknown key, and every
 * request is refused with the words AWS has for it (rest-api-rules D8).
 * @throws {GatewayProblem} always.
 */
export function requireSignature(request: ApiRequest): never {
  const authorization = headerValue(request.headers, 'authorization');
  if (authorization === undefined) throw new GatewayProblem('MISSING_AUTHENTICATION_TOKEN');
  if (!isSignature(authorization)) {
    throw new GatewayProblem('INVALID_SIGNATURE', {
      errorType: 'IncompleteSignatureException',
      message: "Authorization header requires 'Credential' parameter.",
    });
  }
  throw new GatewayProblem('ACCESS_DENIED', {
    errorType: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  });
}
