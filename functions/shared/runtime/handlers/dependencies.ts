import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../kernel/clock.ts';

/** What a function is put together from: its composition is a function of this, so that a simulation runs the very same. */
export interface Dependencies<E extends object> {
  readonly client: DynamoDBDocumentClient;
  readonly clock: Clock;
  /** The function's own variables, without the common ones. */
  readonly environment: E;
}
