import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { chunksOf } from '../../functions/shared/kernel/chunks.ts';
import { getAll, putAll } from '../../functions/shared/runtime/dynamodb/dynamodb-batches.ts';
import type { Connection } from './connection.ts';

/** `unitPrice` in the minor unit of `currency`. */
export interface Price {
  readonly sku: string;
  readonly name: string;
  readonly unitPrice: number;
  readonly currency: string;
}

/** Between two reports of progress. */
const itemsPerStep = 500;

/** Puts prices and names into the catalogue table and overwrites those of these SKUs. `onProgress` gets the count written. */
export const setPrices = async (
  { dynamodb, tables }: Connection,
  prices: readonly Price[],
  onProgress: (done: number) => void = () => {},
): Promise<void> => {
  const items = prices.map(({ sku, name, unitPrice, currency }) => ({ sku, name, unit_price: unitPrice, currency }));
  let done = 0;
  for (const step of chunksOf(items, itemsPerStep)) {
    await putAll(dynamodb, tables.prices, step);
    done += step.length;
    onProgress(done);
  }
};

/** Catalogue entries of these SKUs, of those that have one. */
export const pricesOf = async (
  { dynamodb, tables }: Connection,
  skus: readonly string[],
): Promise<ReadonlyMap<string, Price>> => {
  const items = await getAll(
    dynamodb,
    tables.prices,
    skus.map((sku) => ({ sku })),
    { ConsistentRead: true },
  );
  return new Map(
    items.map(({ sku, name, unit_price, currency }) => [
      String(sku),
      { sku: String(sku), name: String(name), unitPrice: Number(unit_price), currency: String(currency) },
    ]),
  );
};

export const hasPrices = async ({ dynamodb, tables }: Connection): Promise<boolean> => {
  const { Count } = await dynamodb.send(new ScanCommand({ TableName: tables.prices, Limit: 1 }));
  return (Count ?? 0) > 0;
};
