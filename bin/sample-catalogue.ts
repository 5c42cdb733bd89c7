import { v4 as uuidv4 } from 'uuid';
import { adjustments } from './client/adjustments.ts';
import type { Connection } from './client/connection.ts';
import { setPrices } from './client/prices.ts';
import { availableStock, sendAdjustments } from './client/stock.ts';

/** A few articles of the retail data set, so that a newcomer's first order needs no import. Prices in pence. */
const articles = [
  { sku: '85123A', name: 'WHITE HANGING HEART T-LIGHT HOLDER', unitPrice: 255 },
  { sku: '71053', name: 'WHITE METAL LANTERN', unitPrice: 339 },
  { sku: '22423', name: 'REGENCY CAKESTAND 3 TIER', unitPrice: 1275 },
  { sku: '84406B', name: 'CREAM CUPID HEARTS COAT HANGER', unitPrice: 275 },
  { sku: '22633', name: 'HAND WARMER UNION JACK', unitPrice: 185 },
] as const;
const unitsEach = 1_000;

export const sampleSku = articles[0].sku;

/**
 * The stock first: where this is cut off, there are no prices yet, and the next start does it again. It does not wait for the
 * ledger: its commands are before those of any order, in the same partition.
 */
export const addSampleCatalogue = async (connection: Connection): Promise<void> => {
  const levels = new Map(articles.map(({ sku }) => [sku, unitsEach]));
  const available = await availableStock(connection, [...levels.keys()]);
  await sendAdjustments(connection, adjustments(uuidv4(), levels, available));
  await setPrices(
    connection,
    articles.map((article) => ({ ...article, currency: 'GBP' })),
  );
};
