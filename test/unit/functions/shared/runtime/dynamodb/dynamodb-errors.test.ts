import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import {
  conditional,
  request,
  transaction,
} from '../../../../../../functions/shared/runtime/dynamodb/dynamodb-errors.ts';
import { TransientError } from '../../../../../../functions/shared/runtime/idioms/transient-error.ts';

const named = (name: string): Error => Object.assign(new Error('the message'), { name });
const meta = { $metadata: {}, message: 'no' };
const cancelled = (...codes: readonly string[]) =>
  new TransactionCanceledException({ ...meta, CancellationReasons: codes.map((Code) => ({ Code })) });

describe('errors of DynamoDB', () => {
  it.each([
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'InternalServerError',
    'TimeoutError',
    'ECONNREFUSED',
    'AccessDeniedException',
    'ResourceNotFoundException',
  ])('%s is transient and keeps its cause', async (name) => {
    const cause = named(name);
    const failure = request(() => Promise.reject(cause));
    await expect(failure).rejects.toBeInstanceOf(TransientError);
    await expect(failure).rejects.toMatchObject({ cause, message: `DynamoDB: ${name}: the message` });
  });

  it.each(['ValidationException', 'TypeError'])('%s is a defect', async (name) => {
    const defect = named(name);
    await expect(request(() => Promise.reject(defect))).rejects.toBe(defect);
    await expect(conditional(() => Promise.reject(defect))).rejects.toBe(defect);
    await expect(transaction(() => Promise.reject(defect))).rejects.toBe(defect);
  });

  it('a number that cannot be marshalled is a defect, an unresolved host name is transient', async () => {
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1' }));
    const put = () => client.send(new PutCommand({ TableName: 't', Item: { id: 'a', amount: 2 ** 53 } }));
    await expect(request(put)).rejects.not.toBeInstanceOf(TransientError);
    await expect(conditional(put)).rejects.not.toBeInstanceOf(TransientError);
    await expect(transaction(put)).rejects.not.toBeInstanceOf(TransientError);
    const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    await expect(request(() => Promise.reject(reset))).rejects.toBeInstanceOf(TransientError);
  });

  it('a failed condition is a value, with the item if it was requested', async () => {
    const failed = (Item?: Record<string, { S: string }>) =>
      conditional(() => Promise.reject(new ConditionalCheckFailedException({ ...meta, ...(Item && { Item }) })));
    expect(await failed()).toEqual({ ok: false, error: {} });
    expect(await failed({ sku: { S: 'A' } })).toEqual({ ok: false, error: { item: { sku: 'A' } } });
    expect(await conditional(async () => 7)).toEqual({ ok: true, value: 7 });
  });

  it('a transaction conflicts on a condition or an item, not on throttling', async () => {
    const outcome = (thrown: Error) => transaction(() => Promise.reject(thrown));
    expect(await transaction(async () => undefined)).toBe('committed');
    expect(await outcome(cancelled('None', 'ConditionalCheckFailed'))).toBe('conflict');
    expect(await outcome(cancelled('TransactionConflict'))).toBe('conflict');
    await expect(outcome(cancelled('ThrottlingError'))).rejects.toBeInstanceOf(TransientError);
    for (const defect of ['ValidationError', 'ItemCollectionSizeLimitExceeded'])
      await expect(outcome(cancelled('None', defect))).rejects.toBeInstanceOf(TransactionCanceledException);
  });
});
