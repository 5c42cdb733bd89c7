import type { Cancellation, Invoice, PriceConflict, Refusal } from './invoice.ts';
import { requestProblems } from './order-of-invoice.ts';
import { type RetailRow, type SkipReason, skipReasons } from './retail-row.ts';
import { groupRows, type RowGroup } from './row-groups.ts';

/** A SKU's entry in the catalogue. `unitPrice` is in pence. */
interface CatalogueEntry {
  readonly sku: string;
  readonly name: string;
  readonly unitPrice: number;
}

export interface RetailImport {
  readonly invoices: readonly Invoice[];
  /** In order of their first rows. Their rows count as skipped: they are no orders. */
  readonly cancellations: readonly Cancellation[];
  readonly refused: readonly Refusal[];
  readonly priceConflicts: readonly PriceConflict[];
  /** Invoices of services alone, which become no order. */
  readonly servicesAlone: number;
  readonly catalogue: readonly CatalogueEntry[];
  readonly rows: {
    readonly read: number;
    /** Of refused invoices and cancellations, and those that are of none. */
    readonly refused: number;
    readonly skipped: Readonly<Record<SkipReason, number>>;
  };
}

const guest = 'guest';

const invoiceOf = ({ number, line, customer, lines, amount }: RowGroup): Invoice => ({
  number,
  line,
  customer: customer === '' ? guest : customer,
  lines,
  amount,
});

const cancellationOf = ({ number, line, customer, units }: RowGroup): Cancellation => ({
  number,
  line,
  ...(customer !== '' && { customer }),
  units,
});

const refusalOf = ({ number, line, problems }: RowGroup): Refusal => ({ number, line, problems });

/** The first `limit` groups that pass the API's own validation; those before them that fail get its problems. */
const acceptable = (groups: readonly RowGroup[], limit: number): readonly RowGroup[] => {
  const accepted: RowGroup[] = [];
  for (const group of groups) {
    if (accepted.length >= limit) break;
    if (group.problems.length > 0 || group.lines.size === 0) continue;
    group.problems.push(...requestProblems(invoiceOf(group)));
    if (group.problems.length === 0) accepted.push(group);
  }
  return accepted;
};

/** A catalogue knows one price at a time: price and name of a SKU are those of its last row. */
const catalogueOf = (invoices: readonly Invoice[]): readonly CatalogueEntry[] => {
  const entries = new Map<string, CatalogueEntry & { readonly line: number }>();
  for (const { lines } of invoices) {
    for (const [sku, { name, last }] of lines) {
      const known = entries.get(sku);
      if (known !== undefined && known.line > last.line) continue;
      entries.set(sku, { sku, name, unitPrice: last.pence, line: last.line });
    }
  }
  return [...entries.values()].map(({ line: _line, ...entry }) => entry);
};

const conflictsOf = ({ number, lines }: Invoice): readonly PriceConflict[] =>
  [...lines].flatMap(([sku, { line, pence, otherPence }]) =>
    otherPence.length === 0 ? [] : [{ number, line, sku, pence: [pence, ...otherPence] }],
  );

/**
 * Turns published rows into the first `limit` orders, in order of the invoices' first rows, and the catalogue they need.
 * An invoice is refused as a whole when one of its rows cannot be read or the API's validation does not take it.
 * Rows are counted up to the last one of these invoices.
 */
export const readInvoices = async (
  rows: AsyncIterable<RetailRow> | Iterable<RetailRow>,
  limit = Number.POSITIVE_INFINITY,
): Promise<RetailImport> => {
  const { groups, unnumbered, read } = await groupRows(rows);
  const sales = groups.filter(({ kind }) => kind === 'sale');
  const accepted = acceptable(sales, limit);
  const end =
    accepted.length < limit ? read : accepted.reduce((last, { rows }) => Math.max(last, rows.at(-1)?.row ?? 0), 0);
  const isRead = ({ rows }: RowGroup): boolean => (rows[0]?.row ?? 0) <= end;
  const seen = groups.filter(isRead);
  const refused = seen.filter(({ problems }) => problems.length > 0);
  const taken = seen.filter(({ problems }) => problems.length === 0);
  const rowsOf = (some: readonly RowGroup[]) => some.flatMap(({ rows }) => rows.filter(({ row }) => row <= end));
  const skipped = Object.fromEntries(skipReasons.map((reason) => [reason, 0])) as Record<SkipReason, number>;
  for (const { skip } of rowsOf(taken)) if (skip !== undefined) skipped[skip] += 1;
  const invoices = accepted.map(invoiceOf);
  const strays = unnumbered.filter(({ row }) => row <= end);
  return {
    invoices,
    cancellations: taken.filter(({ kind }) => kind === 'cancellation').map(cancellationOf),
    refused: [
      ...refused.map(refusalOf),
      ...strays.map(({ line, problem }) => ({ line, problems: [{ line, problem }] })),
    ].sort((one, other) => one.line - other.line),
    priceConflicts: invoices.flatMap(conflictsOf),
    servicesAlone: taken.filter(
      ({ kind, lines, rows }) =>
        kind === 'sale' && lines.size === 0 && rows.some(({ skip }) => skip === 'service-code'),
    ).length,
    catalogue: catalogueOf(invoices),
    rows: { read: end, refused: rowsOf(refused).length + strays.length, skipped },
  };
};
