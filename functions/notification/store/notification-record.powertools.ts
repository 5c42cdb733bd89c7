import { IdempotencyItemAlreadyExistsError, IdempotencyItemNotFoundError } from '@aws-lambda-powertools/idempotency';
import { BasePersistenceLayer, IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conditional } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import type { Notification, Remembered } from '../model/domain.ts';
import type { Claim } from '../model/ports.ts';

/** The key of what is remembered of a notification, beside its user's queue. */
export const recordKey = ({ user_id, notification_id }: Pick<Notification, 'user_id' | 'notification_id'>) => ({
  user_id,
  item: `notification#${notification_id}`,
});

/** Holds as long as nobody else took the work over, and it is not done. */
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
 * One notification's record, as Powertools keeps it: in progress until a time, then completed with what is to be remembered.
 * Unlike in Powertools' own table, whoever lost the claim changes nothing, and the key is one of the service's items.
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
    else throw new IdempotencyItemAlreadyExistsError('It is at work, or done', this.#recordOf(written.error.item));
  }

  protected override async _updateRecord(record: IdempotencyRecord): Promise<void> {
    const remembered = record.responseData as unknown as Remembered;
    // Queued up and remembered in one transaction.
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
    if (!written.ok) throw new TransientError('Somebody else took the notification over');
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

  /** A record that is in the way comes with the refusal to put another. */
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
