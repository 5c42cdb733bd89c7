import type { Connection } from '../client/connection.ts';
import { pricesOf } from '../client/prices.ts';
import { availableStock } from '../client/stock.ts';
import type { KnownSkus } from './assert-settable.ts';

/** Which of these SKUs the platform knows, by their price or their stock. */
export const knownSkus = async (connection: Connection, skus: readonly string[]): Promise<KnownSkus> => {
  const [prices, stock] = await Promise.all([pricesOf(connection, skus), availableStock(connection, skus)]);
  return { priced: new Set(prices.keys()), stock };
};
