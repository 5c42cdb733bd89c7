import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { httpAgents } from '../http-agents.ts';

/**
 * The document client of an execution environment. A hanging request times out well before the function, and the SDK makes
 * three attempts (with jitter) before a {@link TransientError}.
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
