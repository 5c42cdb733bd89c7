import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../kernel/clock.ts';

/** The composition of a function takes only these, so that the simulation runs the same composition. */
export interface Dependencies<E extends object> {
  readonly client: DynamoDBDocumentClient;
  readonly clock: Clock;
  /** The function's own environment variables, without the common ones. */
  readonly environment: E;
}
