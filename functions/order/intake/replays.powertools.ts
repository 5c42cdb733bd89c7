import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  IdempotencyPersistenceLayerError,
  IdempotencyValidationError,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import type { OrderAccepted } from '../../../schemas/generated/types.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { RepeatableRequest, Replays } from '../model/ports.ts';

const expiresAfterSeconds = 86_400;

/** Makes Powertools delete the record: only an accepted order is worth replaying. */
class NotAccepted extends Error {
  override readonly name = 'NotAccepted';
}

/** Powertools names the record by the hash of the key, and compares the fingerprint. */
const payloadOf = ({ client, idempotencyKey, fingerprint }: RepeatableRequest) => ({
  key: [client, idempotencyKey],
  fingerprint,
});

/**
 * Answers kept by Powertools in the Idempotency table. It is a cache, not a fence: its updates and deletes are
 * unconditional, and a slow first caller can delete the record of a second. Only the Orders table guarantees one order.
 */
export const powertoolsReplays = (client: DynamoDBDocumentClient, tableName: string): Replays => {
  const persistenceStore = new DynamoDBPersistenceLayer({ tableName, awsSdkV3Client: client });
  return {
    once: async <E>(request: RepeatableRequest, work: () => Promise<Result<OrderAccepted, E>>) => {
      const config = new IdempotencyConfig({
        eventKeyJmesPath: 'key',
        payloadValidationJmesPath: 'fingerprint',
        throwOnNoIdempotencyKey: true,
        expiresAfterSeconds,
      });
      // Powertools reads only this from the context: until when a record in progress is valid.
      config.registerLambdaContext({ getRemainingTimeInMillis: () => request.remainingMs() } as Context);
      const done: { result?: Result<OrderAccepted, E> } = {};
      const remembered = makeIdempotent(
        async (_payload: ReturnType<typeof payloadOf>): Promise<OrderAccepted> => {
          const result = await work();
          done.result = result;
          if (!result.ok) throw new NotAccepted();
          return result.value;
        },
        { persistenceStore, config, keyPrefix: 'order-intake', dataIndexArgument: 0 },
      );
      try {
        const accepted = await remembered(payloadOf(request));
        return done.result === undefined ? { kind: 'replayed', accepted } : { kind: 'done', result: done.result };
      } catch (thrown) {
        // Even if writing the record failed, the work is done and has its answer.
        if (done.result !== undefined) return { kind: 'done', result: done.result };
        if (thrown instanceof IdempotencyAlreadyInProgressError) return { kind: 'in-flight' };
        if (thrown instanceof IdempotencyValidationError) return { kind: 'other-request' };
        if (thrown instanceof IdempotencyPersistenceLayerError) {
          throw new TransientError(`The replay cache is out of reach: ${thrown.message}`, { cause: thrown });
        }
        throw thrown;
      }
    },
  };
};
