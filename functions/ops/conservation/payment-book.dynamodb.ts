import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { isMovedShard } from '../../../schemas/due-index.ts';
import { ops } from '../../../schemas/functions/ops.ts';
import { getAll } from '../../shared/runtime/dynamodb/dynamodb-batches.ts';
import type { PaymentBook } from './ports.ts';
import { projected } from './projected.dynamodb.ts';

interface PaymentRow {
  readonly order_id: string;
  readonly state: string;
  readonly amount: number;
  readonly due_at?: string;
  readonly due_shard?: string;
}

const readsWhat = { ...projected(ops['ops/conservation'].environment.PAYMENTS_TABLE.attributes), ConsistentRead: true };

/** The payments in their table. */
export const dynamodbPaymentBook = (client: DynamoDBDocumentClient, table: string): PaymentBook => ({
  of: async (orderIds) => {
    const keys = orderIds.map((order_id) => ({ order_id }));
    const rows = (await getAll(client, table, keys, readsWhat)) as unknown as readonly PaymentRow[];
    return new Map(
      rows.map(({ order_id, state, amount = 0, due_at, due_shard }) => [
        order_id,
        { state, amount, due: due_at !== undefined && !isMovedShard(due_shard) },
      ]),
    );
  },
});
