import { v4 as uuidv4 } from 'uuid';
import { adjustments } from '../client/adjustments.ts';
import type { Connection } from '../client/connection.ts';
import { pricesOf, setPrices } from '../client/prices.ts';
import { applyAdjustments, availableStock } from '../client/stock.ts';
import { type MatchedCancellations, matchCancellations } from './cancellations.ts';
import { type ImportPlan, importPlan } from './import-plan.ts';
import type { RetailImport } from './invoices.ts';
import { allApproved, type PaymentTokens } from './payment-tokens.ts';
import { type Placement, placeInvoices } from './place-invoices.ts';

export interface ImportOptions {
  /** Units of each SKU on stock before the first order. */
  readonly stock: number;
  /** Prices and stock that the platform has are replaced; else it keeps them. */
  readonly overwrite?: boolean;
  readonly concurrency: number;
  /** How the orders are paid; all without a fault when absent. */
  readonly tokens?: PaymentTokens;
  /** Apply the file's cancellations to the orders they take back. */
  readonly cancellations?: boolean;
  /** Called at each step with its total; `update` reports what is done of it. */
  readonly onStep: (title: string, total: number) => { update(done: number): void; stop(): void };
  readonly signal?: AbortSignal;
}

export interface ImportResult extends Placement {
  readonly plan: ImportPlan;
  /** Cancellations of a part of an order, and those without an order. */
  readonly partial: MatchedCancellations['partial'];
  readonly unmatched: MatchedCancellations['unmatched'];
}

/** More than any half year of the data set sells of one SKU. */
export const ampleStock = 1_000_000;
export const defaultConcurrency = 8;

/**
 * Validates everything, fills the catalogue and the stock, calls `beforeOrders`, then places the invoices.
 * @throws {UsageError} the stock cannot be set; nothing is written then.
 */
export const importRetail = async (
  connection: Connection,
  retail: RetailImport,
  options: ImportOptions,
  beforeOrders: () => Promise<void> = async () => {},
): Promise<ImportResult> => {
  const { overwrite = false } = options;
  const skus = retail.catalogue.map(({ sku }) => sku);
  const [prices, stock] = await Promise.all([pricesOf(connection, skus), availableStock(connection, skus)]);
  const plan = importPlan(retail, { prices, stock }, { units: options.stock, overwrite });
  const commands = adjustments(uuidv4(), plan.levels, stock);
  const { matched, partial, unmatched } = options.cancellations
    ? matchCancellations(plan.invoices, retail.cancellations)
    : { matched: [], partial: [], unmatched: [] };
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
  await step('prices', plan.prices.length, (update) => setPrices(connection, plan.prices, update));
  await step('stock', commands.length, (update) => applyAdjustments(connection, commands, update));
  await beforeOrders();
  const placement = await step('orders', plan.invoices.length, (onProgress) =>
    placeInvoices(connection.orders, plan.invoices, {
      concurrency: options.concurrency,
      tokens: options.tokens ?? allApproved,
      cancellations: matched,
      onProgress,
      ...(options.signal ? { signal: options.signal } : {}),
    }),
  );
  return { ...placement, plan, partial, unmatched };
};
