import type { BatchStatementError } from '@aws-sdk/client-dynamodb';
import { BatchExecuteStatementCommand, type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { chunksOf } from '../../shared/kernel/chunks.ts';
import { getAll, putAll } from '../../shared/runtime/dynamodb/dynamodb-batches.ts';
import { request } from '../../shared/runtime/dynamodb/dynamodb-errors.ts';
import { concurrently } from '../../shared/runtime/idioms/concurrently.ts';
import { TransientError } from '../../shared/runtime/idioms/transient-error.ts';
import { hasOwnItem, type LedgerTables, type PageSearch, type StockChange } from '../model/ports.ts';
import type { Outcome } from '../model/stock-domain.ts';
import {
  markItem,
  markKey,
  markOf,
  outcomeItem,
  outcomeKey,
  outcomeOf,
  recordOf,
  replacement,
} from './ledger-item.dynamodb.ts';
import { type KeyRange, outcomesOfPage, pageItems, rangesOf } from './outcome-pages.dynamodb.ts';

export interface LedgerTableNames {
  /** Keyed by `sku`. */
  readonly stock: string;
  /** Keyed by `order_id` (the reservation's owner) and `sku`. */
  readonly reservations: string;
}

/** DynamoDB's limit per request. */
const statementsPerRequest = 25;
/** Concurrent requests. */
const concurrency = 8;
const asWritten = { ConsistentRead: true } as const;

/** The stock had another version. @throws on any other failure of the statement. */
const isConflict = ({ Code, Message }: BatchStatementError): boolean => {
  if (Code === 'ConditionalCheckFailed' || Code === 'DuplicateItem' || Code === 'TransactionConflict') return true;
  if (Code === 'ValidationError' || Code === 'ItemCollectionSizeLimitExceeded')
    throw new TypeError(`${Code}: ${Message}`);
  throw new TransientError(`DynamoDB: ${Code}: ${Message}`);
};

/**
 * The ledger's tables in DynamoDB. A PartiQL batch is the only request with many conditional writes that is not a
 * transaction, which would cost twice.
 */
export const dynamodbLedgerTables = (client: DynamoDBDocumentClient, tables: LedgerTableNames): LedgerTables => {
  const replaceSome = async (changes: readonly StockChange[]): Promise<readonly string[]> => {
    const Statements = changes.map((change) => replacement(tables.stock, change));
    const { Responses = [] } = await request(() => client.send(new BatchExecuteStatementCommand({ Statements })));
    return changes.flatMap(({ after }, index) => {
      const error = Responses[index]?.Error;
      return error !== undefined && isConflict(error) ? [after.stock.sku] : [];
    });
  };

  const readPages = async ({ partition, first, last }: KeyRange): Promise<readonly Outcome[]> => {
    const query = {
      TableName: tables.reservations,
      KeyConditionExpression: 'order_id = :pages AND sku BETWEEN :first AND :last',
      ExpressionAttributeValues: { ':pages': partition, ':first': first, ':last': last },
      ...asWritten,
    };
    const found: Outcome[] = [];
    await request(async () => {
      found.length = 0;
      for await (const { Items = [] } of paginateQuery({ client }, query)) found.push(...Items.flatMap(outcomesOfPage));
    });
    return found;
  };

  const search = async (searches: readonly PageSearch[]): Promise<readonly Outcome[]> => {
    const ranges = searches.flatMap((one) => rangesOf(one).map((range) => ({ range, owners: one.owners })));
    const found = await concurrently(ranges, concurrency, async ({ range, owners }) =>
      (await readPages(range)).filter(({ owner }) => owners.has(owner)),
    );
    return found.flat();
  };

  return {
    stocks: async (skus) => {
      const keys = skus.map((sku) => ({ sku }));
      return (await getAll(client, tables.stock, keys, asWritten)).map(recordOf);
    },
    outcomes: async (requested) => {
      const keys = requested.map(outcomeKey);
      return (await getAll(client, tables.reservations, keys, asWritten)).map(outcomeOf);
    },
    pagedOutcomes: search,
    highWaterMarks: async (skus) =>
      (await getAll(client, tables.reservations, skus.map(markKey), asWritten)).map(markOf),
    keep: (outcomes, marks) =>
      putAll(client, tables.reservations, [
        ...outcomes.filter(hasOwnItem).map(outcomeItem),
        ...pageItems(outcomes.filter((outcome) => !hasOwnItem(outcome))),
        ...marks.map(markItem),
      ]),
    replace: async (changes) =>
      (await concurrently(chunksOf(changes, statementsPerRequest), concurrency, replaceSome)).flat(),
  };
};
