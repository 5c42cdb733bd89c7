import { v4 as uuidv4 } from 'uuid';
import { adjustments } from '../client/adjustments.ts';
import type { Connection } from '../client/connection.ts';
import { pricesOf, setPrices } from '../client/prices.ts';
import { applyAdjustments, availableStock } from '../client/stock.ts';
import { UsageError } from '../client/usage-error.ts';

export const loadCurrency = 'GBP';
const unitPrice = 100;

/** Of the load alone, so that it takes no stock of other articles. */
export const loadSkus = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `load-${String(n).padStart(5, '0')}`);

/**
 * Gives the SKUs a price and so many units where they lack them. Existing prices stay, and no stock is taken away.
 * @throws {UsageError} one has a price in another currency: its orders would be refused.
 */
export const prepareSkus = async (connection: Connection, skus: readonly string[], units: number): Promise<void> => {
  const [prices, stock] = await Promise.all([pricesOf(connection, skus), availableStock(connection, skus)]);
  const foreign = [...prices.values()].find(({ currency }) => currency !== loadCurrency);
  if (foreign !== undefined)
    throw new UsageError(`${foreign.sku} has a price in ${foreign.currency}; the load orders in ${loadCurrency}`);
  const levels = new Map(skus.filter((sku) => (stock.get(sku) ?? 0) < units).map((sku) => [sku, units]));
  const unpriced = skus.filter((sku) => !prices.has(sku));
  await applyAdjustments(connection, adjustments(uuidv4(), levels, stock));
  await setPrices(
    connection,
    unpriced.map((sku) => ({ sku, name: `LOAD ${sku}`, unitPrice, currency: loadCurrency })),
  );
};
