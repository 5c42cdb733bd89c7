import type { Price } from '../client/prices.ts';
import type { Invoice, Refusal } from './invoice.ts';
import type { RetailImport } from './invoices.ts';
import { priceProblems, retailCurrency } from './order-of-invoice.ts';

/** Prices and stock that a platform has of the file's SKUs before the import. */
export interface Catalogued {
  readonly prices: ReadonlyMap<string, Price>;
  /** Available units. */
  readonly stock: ReadonlyMap<string, number>;
}

/** Everything that an import writes, validated. */
export interface ImportPlan {
  readonly invoices: readonly Invoice[];
  /** With the invoices that the API would not take at the platform's prices. */
  readonly refused: readonly Refusal[];
  readonly prices: readonly Price[];
  /** Units by SKU. */
  readonly levels: ReadonlyMap<string, number>;
  /** SKUs whose values in the file differ, or may, and that stay as the platform has them. */
  readonly kept: { readonly prices: readonly string[]; readonly stock: readonly string[] };
}

export const nothingCatalogued: Catalogued = { prices: new Map(), stock: new Map() };

/**
 * The writes for the invoices of a file, and those that the API would refuse.
 * @param units of each SKU that gets a stock.
 * @param overwrite the file's prices and these units replace those that the platform has; else it keeps them.
 */
export const importPlan = (
  { invoices, refused, catalogue }: Pick<RetailImport, 'invoices' | 'refused' | 'catalogue'>,
  has: Catalogued,
  { units, overwrite }: { readonly units: number; readonly overwrite: boolean },
): ImportPlan => {
  const ofFile = catalogue.map((entry): Price => ({ ...entry, currency: retailCurrency }));
  const kept = (sku: string): Price | undefined => (overwrite ? undefined : has.prices.get(sku));
  const effective = new Map(
    ofFile.map((price) => {
      const { unitPrice, currency } = kept(price.sku) ?? price;
      return [price.sku, { unit_price: unitPrice, currency }];
    }),
  );
  const checked = invoices.map((invoice) => ({ invoice, problems: priceProblems(invoice, effective) }));
  const placed = checked.filter(({ problems }) => problems.length === 0).map(({ invoice }) => invoice);
  const skus = new Set(placed.flatMap(({ lines }) => [...lines.keys()]));
  const wanted = ofFile.filter(({ sku }) => skus.has(sku));
  const differs = ({ sku, name, unitPrice }: Price): boolean => {
    const there = kept(sku);
    return there !== undefined && (there.unitPrice !== unitPrice || there.name !== name);
  };
  const keepsStock = (sku: string): boolean => !overwrite && has.stock.has(sku);
  return {
    invoices: placed,
    refused: [
      ...refused,
      ...checked
        .filter(({ problems }) => problems.length > 0)
        .map(({ invoice: { number, line }, problems }) => ({ number, line, problems })),
    ].sort((one, other) => one.line - other.line),
    prices: wanted.filter(({ sku }) => kept(sku) === undefined),
    levels: new Map(wanted.filter(({ sku }) => !keepsStock(sku)).map(({ sku }) => [sku, units])),
    kept: {
      prices: wanted.filter(differs).map(({ sku }) => sku),
      stock: wanted.filter(({ sku }) => keepsStock(sku)).map(({ sku }) => sku),
    },
  };
};
