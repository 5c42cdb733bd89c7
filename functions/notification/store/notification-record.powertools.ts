import { IdempotencyItemAlreadyExistsError, IdempotencyItemNotFoundError } from '@aws-lambda-powertools/idempotency';
import { BasePersistenceLayer, IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conditional } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { Notification, Remembered } from '../model/domain.ts';
import type { Claim } from '../model/ports.ts';

/** The key of a notification's record, in the partition of its user's queue. */
export const recordKey = ({ user_id, notification_id }: Pick<Notification, 'user_id' | 'notification_id'>) => ({
  user_id,
  item: `notification#${notification_id}`,
});

/** Condition that the work is in progress under this claim. */
export const claimed = (claim: Claim) => ({
  ConditionExpression: '#status = :inprogress AND claim_until = :claim',
  names: { '#status': 'status' },
  values: { ':inprogress': 'INPROGRESS', ':claim': claim },
});

interface RecordItem {
  readonly status: 'INPROGRESS' | 'COMPLETED';
  readonly claim_until?: number;
  readonly expires_at: number;
  readonly remembered?: Remembered;
}

/**
 * A notification's Powertools idempotency record: in progress until a time, then completed with its state. Unlike in Powertools'
 * own persistence layer, an invocation that lost the claim changes nothing, and the key is one of the service's table.
 */
export class NotificationRecord extends BasePersistenceLayer {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #key: ReturnType<typeof recordKey>;
  #claim: Claim = 0;

  constructor(client: DynamoDBDocumentClient, table: string, notification: Notification) {
    super();
    this.#client = client;
    this.#table = table;
    this.#key = recordKey(notification);
  }

  /** The claim of the work in progress. */
  get claim(): Claim {
    return this.#claim;
  }

  protected override async _putRecord(record: IdempotencyRecord): Promise<void> {
    const claim = record.inProgressExpiryTimestamp ?? 0;
    const put = new PutCommand({
      TableName: this.#table,
      Item: { ...this.#key, status: record.getStatus(), claim_until: claim, expires_at: record.expiryTimestamp },
      ConditionExpression: 'attribute_not_exists(user_id) OR (#status = :inprogress AND claim_until < :now)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':inprogress': 'INPROGRESS', ':now': Date.now() },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const written = await conditional(() => this.#client.send(put));
    if (written.ok) this.#claim = claim;
    else
      throw new IdempotencyItemAlreadyExistsError(
        'The notification is in progress or completed',
        this.#recordOf(written.error.item),
      );
  }

  protected override async _updateRecord(record: IdempotencyRecord): Promise<void> {
    const remembered = record.responseData as unknown as Remembered;
    // Already stored, in one transaction with the queue entry.
    if (remembered.deferral !== undefined) return;
    const { ConditionExpression, names, values } = claimed(this.#claim);
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: this.#key,
      UpdateExpression: 'SET #status = :status, expires_at = :expiry, remembered = :remembered REMOVE claim_until',
      ConditionExpression,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: {
        ...values,
        ':status': record.getStatus(),
        ':expiry': record.expiryTimestamp,
        ':remembered': remembered,
      },
    });
    const written = await conditional(() => this.#client.send(update));
    if (!written.ok) throw new TransientError('Another invocation took over the claim on the notification');
  }

  protected override async _deleteRecord(): Promise<void> {
    const { ConditionExpression, names, values } = claimed(this.#claim);
    await conditional(() =>
      this.#client.send(
        new DeleteCommand({
          TableName: this.#table,
          Key: this.#key,
          ConditionExpression,
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
        }),
      ),
    );
  }

  /** Never needed: the failed put returns the existing record. */
  protected override async _getRecord(): Promise<IdempotencyRecord> {
    throw new IdempotencyItemNotFoundError();
  }

  #recordOf(item: Readonly<Record<string, unknown>> | undefined): IdempotencyRecord | undefined {
    if (item === undefined) return undefined;
    const { status, claim_until, remembered } = item as unknown as RecordItem;
    return new IdempotencyRecord({
      idempotencyKey: this.#key.item,
      status,
      ...(claim_until !== undefined && { inProgressExpiryTimestamp: claim_until }),
      ...(remembered !== undefined && {
        responseData: remembered as unknown as Exclude<IdempotencyRecord['responseData'], undefined>,
      }),
    });
  }
}
