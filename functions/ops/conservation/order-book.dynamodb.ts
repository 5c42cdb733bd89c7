import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { ops } from '../../../schemas/functions/ops.ts';
import type { OrderState } from '../../../schemas/generated/types.ts';
import { orderProgress } from '../../../schemas/order-progress.ts';
import { getAll } from '../../shared/runtime/dynamodb/dynamodb-batches.ts';
import { request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import type { OrderEntry } from './entries-domain.ts';
import type { OrderBook } from './ports.ts';
import { projected } from './projected.dynamodb.ts';

interface OrderRow extends Readonly<Record<`reached_${string}`, { readonly at: string } | undefined>> {
  readonly order_id: string;
  /** The order is the row ORDER; release 0.3 kept its saga in a row of its own, SAGA. */
  readonly part: 'ORDER' | 'SAGA';
  readonly version?: number;
  readonly status?: OrderState;
  readonly amount?: number;
  readonly currency?: string;
  /** Until something shows that the order was published. */
  readonly expires_at?: number;
  /** `85123A 2 255`, one line of text a line. */
  readonly lines?: string;
}

const unitsOf = (lines: string | undefined): ReadonlyMap<string, number> => {
  const units = new Map<string, number>();
  for (const line of lines?.split('\n') ?? []) {
    const [sku = '', qty] = line.split(' ');
    units.set(sku, (units.get(sku) ?? 0) + Number(qty));
  }
  return units;
};

const entryOf = (orderId: string, rows: readonly OrderRow[]): OrderEntry => {
  const order = rows.find(({ part }) => part === 'ORDER');
  const progressOf = ({ status }: OrderRow): number => (status === undefined ? -1 : orderProgress[status]);
  const [furthest] = rows.filter(({ status }) => status !== undefined).sort((a, b) => progressOf(b) - progressOf(a));
  const status = furthest?.status;
  const reached = furthest?.[`reached_${status}`]?.at;
  const { amount, currency } = { ...furthest, ...order };
  return {
    orderId,
    ...(status !== undefined && { status }),
    ...(reached !== undefined && { since: Date.parse(reached) }),
    provisional: order?.expires_at !== undefined,
    amount: amount ?? 0,
    currency: currency ?? 'XXX',
    units: unitsOf(order?.lines),
  };
};

const readsWhat = { ...projected(ops['ops/conservation'].environment.ORDERS_TABLE.attributes), ConsistentRead: true };

/** The orders in their table, in no order, by pages of its scan. */
export const dynamodbOrderBook = (client: DynamoDBDocumentClient, table: string): OrderBook => {
  const rowsOf = async (keys: readonly Pick<OrderRow, 'order_id' | 'part'>[]): Promise<readonly OrderRow[]> =>
    (await getAll(
      client,
      table,
      keys.map((key) => ({ ...key })),
      readsWhat,
    )) as unknown as readonly OrderRow[];
  return {
    page: async (from, limit) => {
      const [order_id, part] = from?.split('/') ?? [];
      const scan = new ScanCommand({
        TableName: table,
        Limit: limit,
        ...readsWhat,
        ...(from !== undefined && { ExclusiveStartKey: { order_id, part } }),
      });
      const { Items = [], LastEvaluatedKey: last } = await request(() => client.send(scan));
      const rows = (Items as unknown as readonly OrderRow[]).filter((row) => row.part === 'ORDER');
      // Without a version, the saga of the order is in its own row.
      const earlier = rows.filter(({ version }) => version === undefined);
      const sagas = await rowsOf(earlier.map((row) => ({ order_id: row.order_id, part: 'SAGA' })));
      const sagaOf = new Map(sagas.map((row) => [row.order_id, row]));
      const entries = rows.map((row) => entryOf(row.order_id, [row, sagaOf.get(row.order_id) ?? []].flat()));
      return { entries, ...(last && { next: `${last['order_id']}/${last['part']}` }) };
    },
    find: async (orderIds) => {
      const keys = orderIds.flatMap((order_id) => (['ORDER', 'SAGA'] as const).map((part) => ({ order_id, part })));
      return [...Map.groupBy(await rowsOf(keys), (row) => row.order_id)].map(([id, rows]) => entryOf(id, rows));
    },
  };
};
