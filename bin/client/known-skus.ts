import type { KnownSkus } from '../stock/assert-settable.ts';
import type { Connection } from './connection.ts';
import { pricesOf } from './prices.ts';
import { availableStock } from './stock.ts';

/** Which of these SKUs the platform knows, by their price or their stock. */
export const knownSkus = async (connection: Connection, skus: readonly string[]): Promise<KnownSkus> => {
  const [prices, stock] = await Promise.all([pricesOf(connection, skus), availableStock(connection, skus)]);
  return { priced: new Set(prices.keys()), stock };
};
