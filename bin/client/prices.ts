import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { putAll } from './batches.ts';
import type { Connection } from './connection.ts';

/** `unitPrice` in the minor unit of `currency`. */
export interface Price {
  readonly sku: string;
  readonly name: string;
  readonly unitPrice: number;
  readonly currency: string;
}

/** Puts prices and names into the catalogue table, over what it said of these SKUs. */
export const setPrices = (
  { dynamodb, tables }: Connection,
  prices: readonly Price[],
  onProgress?: (done: number) => void,
): Promise<void> =>
  putAll(
    dynamodb,
    tables.prices,
    prices.map(({ sku, name, unitPrice, currency }) => ({ sku, name, unit_price: unitPrice, currency })),
    onProgress,
  );

export const hasPrices = async ({ dynamodb, tables }: Connection): Promise<boolean> => {
  const { Count } = await dynamodb.send(new ScanCommand({ TableName: tables.prices, Limit: 1 }));
  return (Count ?? 0) > 0;
};
