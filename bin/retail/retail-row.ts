import { penceOf } from './pence.ts';

/** A row of the UCI Online Retail data set, values as published (Chen, Sain, Guo 2012, doi:10.1057/dbm.2012.17). */
export interface RetailRow {
  /** Of the file, from 1. */
  readonly line: number;
  readonly invoice: string;
  readonly sku: string;
  readonly description: string;
  readonly quantity: string;
  /** Pounds. */
  readonly price: string;
  readonly customer: string;
  /** Why the row cannot be trusted. */
  readonly problem?: string;
}

/** Rows that can be read and are no line of an order, by the reason. */
export const skipReasons = [
  'cancellation',
  'adjustment',
  'non-positive-quantity',
  'non-positive-price',
  'service-code',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** A parsed row. */
export type RowMeaning =
  | { readonly kind: 'line'; readonly qty: number; readonly pence: number }
  /** Units that come back; none for a service. */
  | { readonly kind: 'return'; readonly qty: number }
  | { readonly kind: 'skip'; readonly reason: Exclude<SkipReason, 'cancellation'> }
  | { readonly kind: 'unreadable'; readonly problem: string };

/** Postage, fees, discounts, manual corrections and tests: what is not on a shelf. Both editions. */
const serviceCodes: ReadonlySet<string> = new Set(
  'POST DOT D M S B C2 C3 CRUK PADS ADJUST ADJUST2 AMAZONFEE BANKCHARGES TEST001 TEST002'.split(' '),
);
const isService = (sku: string): boolean => serviceCodes.has(sku.toUpperCase().replaceAll(' ', ''));

const salesInvoice = /^\d{1,32}$/;
const cancellation = /^c\d{1,32}$/i;
/** The data set's bad debts. */
const adjustment = /^a\d{1,32}$/i;

export const isCancellation = ({ invoice }: Pick<RetailRow, 'invoice'>): boolean => cancellation.test(invoice);
/** Whether the row's invoice is known. */
export const hasInvoice = ({ invoice }: Pick<RetailRow, 'invoice'>): boolean =>
  [salesInvoice, cancellation, adjustment].some((pattern) => pattern.test(invoice));

const quantityOf = (text: string): number | undefined => {
  const quantity = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(quantity) ? quantity : undefined;
};

const unreadable = (problem: string): RowMeaning => ({ kind: 'unreadable', problem });
const skip = (reason: Exclude<SkipReason, 'cancellation'>): RowMeaning => ({ kind: 'skip', reason });

const meaningOfReturn = (qty: number, sku: string): RowMeaning => {
  if (qty >= 0) return unreadable(`the quantity of a cancellation is ${qty}: it has to be negative`);
  return { kind: 'return', qty: isService(sku) ? 0 : -qty };
};

const meaningOfSale = (qty: number, pence: number, { sku, price }: RetailRow): RowMeaning => {
  if (qty <= 0) return skip('non-positive-quantity');
  if (pence < 0 || Number(price) === 0) return skip('non-positive-price');
  if (isService(sku)) return skip('service-code');
  if (pence === 0) return unreadable(`the price ${price} is less than half a penny`);
  return { kind: 'line', qty, pence };
};

/** Parses one row by itself; whether the platform would take its SKU, quantity and customer is for the API's validation. */
export const meaningOf = (row: RetailRow): RowMeaning => {
  if (row.problem !== undefined) return unreadable(row.problem);
  if (!hasInvoice(row)) return unreadable(`${JSON.stringify(row.invoice)} is no invoice number`);
  if (row.sku === '') return unreadable('there is no stock code');
  const qty = quantityOf(row.quantity);
  if (qty === undefined) return unreadable(`the quantity ${JSON.stringify(row.quantity)} is no whole number`);
  const pence = penceOf(row.price);
  if (pence === undefined) return unreadable(`the price ${JSON.stringify(row.price)} is no decimal number`);
  if (adjustment.test(row.invoice)) return skip('adjustment');
  return isCancellation(row) ? meaningOfReturn(qty, row.sku) : meaningOfSale(qty, pence, row);
};
