import type { Connection } from '../client/connection.ts';
import { setPrices } from '../client/prices.ts';
import { setStock } from '../client/stock.ts';
import { type MatchedCancellations, matchCancellations } from './cancellations.ts';
import { type RetailImport, readInvoices } from './invoices.ts';
import { allApproved, type PaymentTokens } from './payment-tokens.ts';
import { type Placement, placeInvoices, retailCurrency } from './place-invoices.ts';
import { readRetailCsv } from './retail-csv.ts';

export interface ImportOptions {
  readonly file: string;
  /** How many invoices at most; all when absent. */
  readonly orders?: number;
  /** Units of each SKU on stock before the first order. */
  readonly stock: number;
  readonly concurrency: number;
  /** How the orders are paid; all without a fault when absent. */
  readonly tokens?: PaymentTokens;
  /** Apply the file's cancellations to the orders they take back. */
  readonly cancellations?: boolean;
  /** Tells of a step, its total, and how to report what is done of it. */
  readonly onStep: (title: string, total: number) => { update(done: number): void; stop(): void };
  readonly signal?: AbortSignal;
}

export interface ImportResult extends Placement {
  readonly retail: RetailImport;
  /** Cancellations that take back none of the orders. */
  readonly unmatched: MatchedCancellations['unmatched'];
}

/** More than any half year of the data set sells of one SKU. */
export const ampleStock = 1_000_000;
export const defaultConcurrency = 8;

/** Fills the catalogue and the stock from the file, calls `beforeOrders`, then places its invoices. */
export const importRetail = async (
  connection: Connection,
  options: ImportOptions,
  beforeOrders: () => Promise<void> = async () => {},
): Promise<ImportResult> => {
  const retail = await readInvoices(readRetailCsv(options.file), options.orders);
  const { matched, unmatched } = options.cancellations
    ? matchCancellations(retail.invoices, retail.cancellations)
    : { matched: [], unmatched: [] };
  const step = async <T>(
    title: string,
    total: number,
    work: (update: (done: number) => void) => Promise<T>,
  ): Promise<T> => {
    const progress = options.onStep(title, total);
    try {
      return await work((done) => progress.update(done));
    } finally {
      progress.stop();
    }
  };
  const prices = retail.catalogue.map((entry) => ({ ...entry, currency: retailCurrency }));
  const levels = new Map(retail.catalogue.map(({ sku }) => [sku, options.stock]));
  await step('prices', prices.length, (update) => setPrices(connection, prices, update));
  await step('stock', levels.size, (update) => setStock(connection, levels, update));
  await beforeOrders();
  const placement = await step('orders', retail.invoices.length, (onProgress) =>
    placeInvoices(connection.orders, retail.invoices, {
      concurrency: options.concurrency,
      tokens: options.tokens ?? allApproved,
      cancellations: matched,
      onProgress,
      ...(options.signal ? { signal: options.signal } : {}),
    }),
  );
  return { ...placement, retail, unmatched };
};
