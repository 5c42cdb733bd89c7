import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { OrderState } from '../../../schemas/generated/types.ts';
import { conditional, request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { ConditionalWrite, Sagas } from '../model/ports.ts';
import { advancing, markingAnswered, merging, noting, recordOf, storingRequest } from './saga-item.dynamodb.ts';
import { updateExpression } from './update-expression.dynamodb.ts';

type Expression = ReturnType<typeof updateExpression>;

/** The saga's records in items `part = SAGA` of the Orders table: one request per merge or step. */
export const dynamoSagas = (client: DynamoDBDocumentClient, table: string): Sagas => {
  const keyOf = (orderId: string) => ({ order_id: orderId, part: 'SAGA' });
  const update = async (orderId: string, expression: Expression) => {
    const command = { TableName: table, Key: keyOf(orderId), ...expression, ReturnValues: 'ALL_NEW' } as const;
    const { Attributes } = await request(() => client.send(new UpdateCommand(command)));
    return recordOf(Attributes ?? keyOf(orderId));
  };
  const updateIf = async (orderId: string, expression: Expression, condition: Condition): Promise<ConditionalWrite> => {
    const updated = await conditional(() =>
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: keyOf(orderId),
          UpdateExpression: expression.UpdateExpression,
          ConditionExpression: condition.expression,
          ExpressionAttributeNames: { ...expression.ExpressionAttributeNames, ...condition.names },
          ExpressionAttributeValues: { ...expression.ExpressionAttributeValues, ...condition.values },
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
    const attributes = updated.ok ? updated.value.Attributes : updated.error.item;
    return { made: updated.ok, record: attributes && recordOf(attributes) };
  };
  return {
    merge: async (orderId, contribution, dueAt) => {
      const { created, ...lines } = contribution;
      if (created === undefined) return update(orderId, updateExpression(merging(orderId, lines, dueAt)));
      // Only once: a redelivered ORDER_CREATED would set the status back to CREATED.
      const expression = updateExpression(merging(orderId, contribution, dueAt));
      const { made, record } = await updateIf(orderId, expression, notYetCreated);
      if (record !== undefined && (made || Object.values(lines).every(({ length }) => length === 0))) return record;
      return update(orderId, updateExpression(merging(orderId, lines, dueAt)));
    },
    advance: (orderId, step) => updateIf(orderId, updateExpression(advancing(orderId, step)), inState(step.from)),
    note: (orderId, note) => updateIf(orderId, updateExpression(noting(note)), inState(note.from)),
    storeRequest: (orderId, kind, stored) => update(orderId, updateExpression(storingRequest(kind, stored))),
    markAnswered: async (orderId, kind) => void (await update(orderId, updateExpression(markingAnswered(kind)))),
    find: async (orderId) => {
      const { Item } = await request(() =>
        client.send(new GetCommand({ TableName: table, Key: keyOf(orderId), ConsistentRead: true })),
      );
      return Item && recordOf(Item);
    },
  };
};

interface Condition {
  readonly expression: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

const notYetCreated: Condition = { expression: 'attribute_not_exists(#status)', names: { '#status': 'status' } };

const inState = (from: readonly OrderState[]): Condition => ({
  expression: `#status IN (${from.map((_, index) => `:from${index}`).join(', ')})`,
  names: { '#status': 'status' },
  values: Object.fromEntries(from.map((state, index) => [`:from${index}`, state])),
});
