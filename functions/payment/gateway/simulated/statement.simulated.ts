import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { dueIndex } from '../../../../schemas/due-index.ts';
import { getAll } from '../../../shared/runtime/dynamodb/dynamodb-batches.ts';
import { request } from '../../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { StatementEntry } from '../../model/comparison-domain.ts';
import { hoursOf } from '../../model/hours-domain.ts';
import type { GatewayStatement, Period } from '../../model/ports.ts';
import type { LedgerEntry } from './simulated-ledger.ts';

interface LedgerKey {
  readonly idempotency_key: string;
}

const keysPerPage = 100;

const movesMoney: ReadonlySet<LedgerEntry['outcome']> = new Set(['approved', 'refunded']);

const entryOf = ({
  outcome,
  order_id,
  idempotency_key,
  charge_key,
  amount,
  currency,
}: LedgerEntry): StatementEntry => ({
  kind: outcome === 'refunded' ? 'refund' : 'charge',
  orderId: order_id,
  charge: charge_key ?? idempotency_key,
  amount,
  currency,
});

/** The simulated gateway's statement, by the index of its ledger. */
export const simulatedStatement = (client: DynamoDBDocumentClient, table: string): GatewayStatement => {
  const keysOf = (hour: string, { from, until }: Period) =>
    paginateQuery(
      { client, pageSize: keysPerPage },
      {
        TableName: table,
        IndexName: dueIndex.name,
        KeyConditionExpression: 'due_shard = :hour AND due_at BETWEEN :from AND :until',
        ExpressionAttributeValues: { ':hour': hour, ':from': from, ':until': until },
      },
    );
  const read = async (keys: readonly LedgerKey[]) => {
    const names = keys.map(({ idempotency_key }) => ({ idempotency_key }));
    return (await getAll(client, table, names, { ConsistentRead: true })) as unknown as readonly LedgerEntry[];
  };
  return {
    entries: async function* (period) {
      for (const hour of hoursOf(period.from, period.until)) {
        const pages = keysOf(hour, period)[Symbol.asyncIterator]();
        for (let page = await request(() => pages.next()); !page.done; page = await request(() => pages.next())) {
          const keys = (page.value.Items ?? []) as unknown as readonly LedgerKey[];
          const recorded = await read(keys);
          // `until` is exclusive: the end of a period is the beginning of the next.
          yield recorded.filter(({ outcome, at }) => movesMoney.has(outcome) && at < period.until).map(entryOf);
        }
      }
    },
  };
};
