import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { gatewayLedgerAttributes } from '../../../schemas/functions/ops.ts';
import { paymentId, refundId } from '../../shared/kernel/ids.ts';
import { getAll } from '../../shared/runtime/dynamodb/dynamodb-batches.ts';
import type { Movement } from './entries-domain.ts';
import type { GatewayBook } from './ports.ts';
import { projected } from './projected.dynamodb.ts';

interface LedgerRow {
  readonly idempotency_key: string;
  readonly order_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly outcome: string;
}

/** The gateway forgets a key after a day; used again, it makes another entry: `#2`. */
const mostUses = 5;
const kinds: Readonly<Record<string, Movement['kind']>> = { approved: 'charge', refunded: 'refund' };
const readsWhat = { ...projected(gatewayLedgerAttributes), ConsistentRead: true };

/** The simulated gateway's own ledger, by the keys that charges and refunds of an order have. */
export const dynamodbGatewayBook = (client: DynamoDBDocumentClient, table: string): GatewayBook => ({
  of: async (orderIds) => {
    const found: LedgerRow[] = [];
    let keys = orderIds.flatMap((orderId) => [paymentId(orderId), refundId(orderId)]);
    for (let use = 2; keys.length > 0 && use <= mostUses + 1; use += 1) {
      const named = keys.map((idempotency_key) => ({ idempotency_key }));
      const rows = (await getAll(client, table, named, readsWhat)) as unknown as readonly LedgerRow[];
      found.push(...rows);
      keys = rows.map(({ idempotency_key }) => `${idempotency_key.split('#')[0]}#${use}`);
    }
    const movements = found.flatMap(({ order_id, amount, currency, outcome }) => {
      const kind = kinds[outcome];
      return kind === undefined ? [] : [{ orderId: order_id, kind, amount, currency }];
    });
    return Map.groupBy(movements, ({ orderId }) => orderId);
  },
});
