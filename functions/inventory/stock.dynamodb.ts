import { setTimeout as delay } from 'node:timers/promises';
import { BatchGetCommand, type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { v5 } from 'uuid';
import { idNamespace } from '../shared/kernel/ids.ts';
import { request, transaction } from '../shared/runtime/dynamodb-errors.ts';
import type { Write } from '../shared/runtime/idioms/fold.ts';
import { TransientError } from '../shared/runtime/idioms/transient-error.ts';
import type { Reservation, Stock } from './domain.ts';
import { itemKey, itemName, type LedgerItem, type LedgerStore } from './ports.ts';

export interface LedgerTables {
  /** Keyed by `sku`. */
  readonly stock: string;
  /** Keyed by `order_id` (the reservation's owner) and `sku`. */
  readonly reservations: string;
}

/** Limits of one request: BatchGetItem and TransactWriteItems both take 100 items. */
const keysPerRead = 100;
const itemsPerTransaction = 100;

const readAttempts = 8;
const readBackoffMs = 20;

type Attributes = Readonly<Record<string, unknown>>;
type Keys = Readonly<Record<string, readonly Attributes[]>>;

type StoredReservation = Omit<Reservation, 'owner'> & { readonly order_id: string };

const attributesOf = ({ owner, ...rest }: Reservation): StoredReservation => ({ order_id: owner, ...rest });

const reservationOf = ({ order_id, ...rest }: StoredReservation): Reservation => ({ owner: order_id, ...rest });

/** The ledger's books in two tables of DynamoDB, a reservation's outcomes in its item. */
export const dynamodbLedger = (client: DynamoDBDocumentClient, tables: LedgerTables): LedgerStore => {
  const keysOf = (names: readonly string[]): Keys => {
    const keys = names.map(itemKey);
    const stock = keys.flatMap((key) => ('owner' in key ? [] : [{ sku: key.sku }]));
    const reservations = keys.flatMap((key) => ('owner' in key ? [{ order_id: key.owner, sku: key.sku }] : []));
    return {
      ...(stock.length > 0 && { [tables.stock]: stock }),
      ...(reservations.length > 0 && { [tables.reservations]: reservations }),
    };
  };

  /** One request at least; DynamoDB leaves keys unprocessed beyond 16 MB or its throughput. */
  const readChunk = async (names: readonly string[]): Promise<readonly (readonly [string, LedgerItem])[]> => {
    const found: (readonly [string, LedgerItem])[] = [];
    let keys = keysOf(names);
    for (let attempt = 1; attempt <= readAttempts; attempt += 1) {
      const { Responses = {}, UnprocessedKeys = {} } = await request(() => client.send(consistentRead(keys)));
      for (const stock of (Responses[tables.stock] ?? []) as Stock[]) {
        found.push([itemName({ sku: stock.sku }), { stock }]);
      }
      for (const stored of (Responses[tables.reservations] ?? []) as StoredReservation[]) {
        const reservation = reservationOf(stored);
        found.push([itemName(reservation), { reservation }]);
      }
      keys = Object.fromEntries(Object.entries(UnprocessedKeys).map(([table, { Keys = [] }]) => [table, Keys]));
      if (Object.keys(keys).length === 0) return found;
      await delay(readBackoffMs * 2 ** attempt * Math.random());
    }
    throw new TransientError(`DynamoDB left keys unread in ${readAttempts} requests`);
  };

  const put = ({ before, after }: Write<LedgerItem>) =>
    'stock' in after
      ? conditionalPut(tables.stock, after.stock, 'version', before && 'stock' in before ? before.stock : undefined)
      : conditionalPut(
          tables.reservations,
          attributesOf(after.reservation),
          'state',
          before && 'reservation' in before ? before.reservation : undefined,
        );

  return {
    transactionLimit: itemsPerTransaction,
    load: async (names) => {
      const chunks: (readonly string[])[] = [];
      for (let start = 0; start < names.length; start += keysPerRead)
        chunks.push(names.slice(start, start + keysPerRead));
      return new Map((await Promise.all(chunks.map(readChunk))).flat());
    },
    commit: (writes) => {
      const TransactItems = writes.map(put);
      // Derived: a request that the SDK repeats, not knowing its outcome, is the same one.
      const ClientRequestToken = v5(JSON.stringify(TransactItems), idNamespace);
      return transaction(() => client.send(new TransactWriteCommand({ TransactItems, ClientRequestToken })));
    },
  };
};

const consistentRead = (keys: Keys): BatchGetCommand =>
  new BatchGetCommand({
    RequestItems: Object.fromEntries(
      Object.entries(keys).map(([table, list]) => [table, { Keys: [...list], ConsistentRead: true }]),
    ),
  });

/** Writes the item if the one attribute that every change of it changes still is what was read. */
const conditionalPut = (
  table: string,
  item: object,
  mark: 'version' | 'state',
  before: Stock | Reservation | undefined,
) => ({
  Put: {
    TableName: table,
    Item: { ...item },
    ...(before === undefined
      ? { ConditionExpression: 'attribute_not_exists(sku)' }
      : {
          ConditionExpression: '#mark = :before',
          ExpressionAttributeNames: { '#mark': mark },
          ExpressionAttributeValues: { ':before': Reflect.get(before, mark) },
        }),
  },
});
