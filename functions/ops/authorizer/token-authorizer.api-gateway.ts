import { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayTokenAuthorizerEvent } from 'aws-lambda';

/** API Gateway replies 401 to exactly this message, and 500 to any other. */
const unauthorized = 'Unauthorized';

/**
 * The Lambda handler of a TOKEN authorizer.
 * @param authorize returns undefined for a token without access.
 */
export const tokenAuthorizerHandler = <Permit>(
  authorize: (authorization: string, methodArn: string) => Promise<Permit | undefined>,
) => {
  const logger = new Logger();
  return async ({ authorizationToken, methodArn }: APIGatewayTokenAuthorizerEvent): Promise<Permit> => {
    const permit = await authorize(authorizationToken, methodArn).catch((error: unknown) => {
      logger.error('The token could not be checked', {
        error: error instanceof Error ? error : new Error(String(error)),
      });
      throw error;
    });
    if (permit === undefined) throw new Error(unauthorized);
    return permit;
  };
};
