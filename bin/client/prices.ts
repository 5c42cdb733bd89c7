import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { chunksOf } from '../../functions/shared/kernel/chunks.ts';
import { putAll } from '../../functions/shared/runtime/dynamodb-batches.ts';
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

/** Puts prices and names into the catalogue table, over what it said of these SKUs. `onProgress` gets how many are in. */
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

export const hasPrices = async ({ dynamodb, tables }: Connection): Promise<boolean> => {
  const { Count } = await dynamodb.send(new ScanCommand({ TableName: tables.prices, Limit: 1 }));
  return (Count ?? 0) > 0;
};
