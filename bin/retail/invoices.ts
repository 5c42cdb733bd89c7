/** One row of the UCI Online Retail data set, columns and values as published (Chen, Sain, Guo 2012, doi:10.1057/dbm.2012.17). */
export interface RetailRow {
  readonly InvoiceNo: string;
  readonly StockCode: string;
  readonly Description: string;
  readonly Quantity: string;
  readonly UnitPrice: string;
  readonly CustomerID: string;
}

export const skipReasons = [
  'cancellation',
  'malformed',
  'non-positive-quantity',
  'non-positive-price',
  'service-code',
] as const;
type SkipReason = (typeof skipReasons)[number];
type SkippedRows = Readonly<Record<SkipReason, number>>;

/** One invoice that becomes one order. `lines` has each SKU once, with the sum of its rows' quantities. */
export interface Invoice {
  readonly number: string;
  /** Where it begins in the file; rows count from 1. */
  readonly row: number;
  readonly customer: string;
  readonly lines: ReadonlyMap<string, number>;
}

/** An invoice whose number starts with C: it takes goods back. */
export interface Cancellation {
  readonly number: string;
  readonly row: number;
  /** Absent for a guest. */
  readonly customer?: string;
  readonly skus: ReadonlySet<string>;
}

/** What the catalogue says of a SKU. `unitPrice` is in pence. */
interface CatalogueEntry {
  readonly sku: string;
  readonly name: string;
  readonly unitPrice: number;
}

export interface RetailImport {
  readonly invoices: readonly Invoice[];
  /** In order of their first rows. Their rows count as skipped: they are no orders. */
  readonly cancellations: readonly Cancellation[];
  readonly catalogue: readonly CatalogueEntry[];
  readonly rows: { readonly read: number; readonly skipped: SkippedRows };
}

/** Postage, fees, manual corrections and the like: everything that is not on a shelf. Articles start with five digits,
 * are one of the few `DCGS…` articles, or a gift voucher. */
const article = /^(?:\d{5}|DCGS|gift_)/;
const guest = 'guest';
const pencePerPound = 100;

const parseQuantity = (text: string): number | undefined => (/^-?\d+$/.test(text) ? Number(text) : undefined);
const parsePence = (text: string): number | undefined =>
  /^-?\d+(\.\d+)?$/.test(text) ? Math.round(Number(text) * pencePerPound) : undefined;

const reasonToSkip = (
  row: RetailRow,
  quantity: number | undefined,
  pence: number | undefined,
): SkipReason | undefined => {
  if (row.InvoiceNo.startsWith('C')) return 'cancellation';
  if (!/^\d+$/.test(row.InvoiceNo) || row.StockCode === '' || quantity === undefined || pence === undefined)
    return 'malformed';
  if (quantity <= 0) return 'non-positive-quantity';
  if (pence <= 0) return 'non-positive-price';
  return article.test(row.StockCode) ? undefined : 'service-code';
};

interface Draft {
  readonly number: string;
  readonly row: number;
  readonly customer: string;
  readonly lines: Map<string, number>;
  lastRow: number;
}

/**
 * Turns published rows into the first `limit` orders, in order of the invoices' first rows, and the catalogue they need.
 * A SKU's price and name are those of its last row read: a catalogue knows one price at a time.
 * Rows are counted up to the last one of these invoices.
 */
export const readInvoices = async (
  rows: AsyncIterable<RetailRow> | Iterable<RetailRow>,
  limit = Number.POSITIVE_INFINITY,
): Promise<RetailImport> => {
  const drafts = new Map<string, Draft>();
  const cancellations = new Map<string, Cancellation>();
  const skipped: { readonly row: number; readonly reason: SkipReason }[] = [];
  const articles: { readonly row: number; readonly entry: CatalogueEntry }[] = [];
  let read = 0;
  for await (const row of rows) {
    read += 1;
    const quantity = parseQuantity(row.Quantity);
    const pence = parsePence(row.UnitPrice);
    const reason = reasonToSkip(row, quantity, pence);
    if (reason === 'cancellation') {
      const known = cancellations.get(row.InvoiceNo);
      cancellations.set(row.InvoiceNo, {
        number: row.InvoiceNo,
        row: known?.row ?? read,
        ...(row.CustomerID !== '' && { customer: row.CustomerID }),
        skus: new Set([...(known?.skus ?? []), row.StockCode]),
      });
    }
    if (reason !== undefined || quantity === undefined || pence === undefined) {
      skipped.push({ row: read, reason: reason ?? 'malformed' });
      continue;
    }
    const draft = drafts.get(row.InvoiceNo) ?? {
      number: row.InvoiceNo,
      row: read,
      customer: row.CustomerID === '' ? guest : row.CustomerID,
      lines: new Map<string, number>(),
      lastRow: read,
    };
    draft.lines.set(row.StockCode, (draft.lines.get(row.StockCode) ?? 0) + quantity);
    draft.lastRow = read;
    drafts.set(row.InvoiceNo, draft);
    articles.push({ row: read, entry: { sku: row.StockCode, name: row.Description, unitPrice: pence } });
  }
  const invoices = [...drafts.values()].slice(0, limit);
  const complete = invoices.length < limit;
  const end = complete ? read : Math.max(0, ...invoices.map(({ lastRow }) => lastRow));
  const catalogue = new Map(articles.filter(({ row }) => row <= end).map(({ entry }) => [entry.sku, entry]));
  const count = (reason: SkipReason) => skipped.filter((skip) => skip.reason === reason && skip.row <= end).length;
  return {
    invoices,
    cancellations: [...cancellations.values()].filter(({ row }) => row <= end),
    catalogue: [...catalogue.values()],
    rows: {
      read: end,
      skipped: Object.fromEntries(skipReasons.map((reason) => [reason, count(reason)])) as Record<SkipReason, number>,
    },
  };
};
