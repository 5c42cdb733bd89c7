import { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayTokenAuthorizerEvent } from 'aws-lambda';

/** API Gateway answers 401 to this very message, and 500 to every other. */
const unauthorized = 'Unauthorized';

/**
 * The Lambda handler of a TOKEN authorizer.
 * @param authorize undefined for a token that lets nobody in.
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
