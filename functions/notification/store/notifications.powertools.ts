import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  IdempotencyPersistenceLayerError,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { deadLetter } from '../../../schemas/topics.ts';
import { conditional, request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { Remembered } from '../model/domain.ts';
import type { Notifications } from '../model/ports.ts';
import { NotificationRecord, recordKey } from './notification-record.powertools.ts';

/** Longer than an event can be redelivered: replayed from a dead-letter queue on its last day, then retained for a week. */
const rememberedSeconds = (deadLetter.retentionDays + 8) * 86_400;

/** Longer than the work of one notification: requests time out after a few seconds. */
const longestWorkMs = 30_000;

/**
 * The stored state of notifications, by Powertools' idempotency protocol, in the service's table.
 * @param claimMs time until a claim expires.
 */
export const powertoolsNotifications = (
  client: DynamoDBDocumentClient,
  table: string,
  claimMs = longestWorkMs,
): Notifications => {
  const config = new IdempotencyConfig({
    eventKeyJmesPath: 'notification_id',
    throwOnNoIdempotencyKey: true,
    expiresAfterSeconds: rememberedSeconds,
  });
  // Powertools derives the claim's expiry from it and reads nothing else of the context.
  config.registerLambdaContext({ getRemainingTimeInMillis: () => claimMs } as Context);
  return {
    once: async (notification, work) => {
      const record = new NotificationRecord(client, table, notification);
      const { notification_id } = notification;
      const once = makeIdempotent(async (_key: { readonly notification_id: string }) => work(record.claim), {
        persistenceStore: record,
        config,
      });
      try {
        return await once({ notification_id });
      } catch (thrown) {
        if (thrown instanceof IdempotencyAlreadyInProgressError) return 'in-flight';
        // The persistence layer's own errors are translated already.
        throw thrown instanceof IdempotencyPersistenceLayerError ? thrown.cause : thrown;
      }
    },
    find: async (notification) => {
      const get = new GetCommand({ TableName: table, Key: recordKey(notification), ConsistentRead: true });
      const { Item } = await request(() => client.send(get));
      return Item?.['remembered'] as Remembered | undefined;
    },
    conclude: async (notification, outcome) => {
      const update = new UpdateCommand({
        TableName: table,
        Key: recordKey(notification),
        UpdateExpression: 'SET remembered.outcome = :outcome',
        ConditionExpression: 'attribute_exists(remembered) AND attribute_not_exists(remembered.outcome)',
        ExpressionAttributeValues: { ':outcome': outcome },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const written = await conditional(() => client.send(update));
      if (written.ok) return outcome;
      const stored = (written.error.item?.['remembered'] as Remembered | undefined)?.outcome;
      if (stored === undefined) throw new RangeError(`Notification ${notification.notification_id} was never deferred`);
      return stored;
    },
  };
};
