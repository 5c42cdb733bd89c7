import { BatchWriteCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { putAll } from '../../../../functions/shared/runtime/dynamodb/dynamodb-batches.ts';
import { conditional, request, transaction } from '../../../../functions/shared/runtime/dynamodb/dynamodb-errors.ts';
import { TransientError } from '../../../../functions/shared/runtime/idioms/transient-error.ts';
import { dynamodbLocal } from '../../../support/dynamodb-fixture.ts';

const TableName = 'seen';

/** An item above DynamoDB's limit of 400 KB. */
const large = { id: 'large', value: 'x'.repeat(410_000) };

describe('an item that DynamoDB never accepts', () => {
  const { client } = dynamodbLocal(TableName);

  const update = () =>
    new UpdateCommand({
      TableName,
      Key: { id: 'grown' },
      UpdateExpression: 'SET #value = :value',
      ExpressionAttributeNames: { '#value': 'value' },
      ExpressionAttributeValues: { ':value': large.value },
    });

  it.each<[string, () => Promise<unknown>]>([
    ['put', () => request(() => client.send(new PutCommand({ TableName, Item: large })))],
    ['updated on a condition', () => conditional(() => client.send(update()))],
    ['in a batch', () => putAll(client, TableName, [{ id: 'small' }, large])],
    [
      'in a batch of its own',
      () =>
        request(() =>
          client.send(new BatchWriteCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: large } }] } })),
        ),
    ],
    [
      'in a transaction',
      () =>
        transaction(() =>
          client.send(
            new TransactWriteCommand({
              TransactItems: [{ Put: { TableName, Item: { id: 'small' } } }, { Put: { TableName, Item: large } }],
            }),
          ),
        ),
    ],
  ])('is a defect, which no retry fixes: %s', async (_how, write) => {
    const thrown: unknown = await write().catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(Error);
    expect(thrown).not.toBeInstanceOf(TransientError);
    expect((thrown as Error).message).toMatch(/size/i);
  });
});
