import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { httpAgents } from '../http-agents.ts';

/**
 * The document client of an execution environment. A request that hangs is given up well before the function's timeout, and
 * the SDK's three attempts (with jitter) come before a {@link TransientError}.
 */
export const documentClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      maxAttempts: 3,
      requestHandler: {
        connectionTimeout: 1_000,
        requestTimeout: 4_000,
        throwOnRequestTimeout: true,
        ...httpAgents(),
      },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
