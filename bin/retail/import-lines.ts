import { formatMoney } from '../../functions/shared/kernel/money.ts';
import { partialReturn } from './cancellations.ts';
import type { ImportResult } from './import-retail.ts';
import type { PriceConflict, Refusal } from './invoice.ts';
import type { RetailImport } from './invoices.ts';
import { retailCurrency } from './order-of-invoice.ts';

/** Lines printed of each kind. The JSON has all. */
const printedLines = 20;

const first = (lines: readonly string[], what: string): readonly string[] =>
  lines.length <= printedLines
    ? lines
    : [...lines.slice(0, printedLines), `and ${lines.length - printedLines} more ${what}: --json names all`];

const refusalLines =
  (file: string) =>
  ({ number, problems }: Refusal): readonly string[] =>
    problems.map(({ line, problem }) => {
      const subject = number === undefined ? 'of no invoice' : `invoice ${number} is not taken`;
      return `${file}:${line}: ${subject}: ${problem}`;
    });

const conflictLine =
  (file: string) =>
  ({ number, line, sku, pence }: PriceConflict): string => {
    const prices = pence.map((amount) => formatMoney({ amount, currency: retailCurrency }));
    return `${file}:${line}: invoice ${number} has ${sku} at ${prices.join(' and ')}: one line, at the catalogue's price`;
  };

/** A report of the file's rows for people. */
export const problemLines = (
  file: string,
  { refused, priceConflicts }: Pick<RetailImport, 'refused' | 'priceConflicts'>,
): readonly string[] => [
  ...first(refused.flatMap(refusalLines(file)), 'rows that are not taken'),
  ...first(priceConflicts.map(conflictLine(file)), 'SKUs at several prices in one invoice'),
];

/** SKUs that differ only by case, a pair each: the platform takes them for two articles. */
export const casePairs = (skus: Iterable<string>): number => {
  const all = [...new Set(skus)];
  return all.length - new Set(all.map((sku) => sku.toUpperCase())).size;
};

export const rowLines = ({ rows, servicesAlone, catalogue, refused }: RetailImport): readonly string[] => {
  const skipped = Object.entries(rows.skipped).map(([reason, n]) => `${n} ${reason}`);
  const pairs = casePairs(catalogue.map(({ sku }) => sku));
  return [
    `rows     ${rows.read} read; ${rows.refused} refused, of ${refused.length} invoices; skipped: ${skipped.join(', ')}`,
    ...(servicesAlone > 0 ? [`services ${servicesAlone} invoices of services alone are no orders`] : []),
    ...(pairs > 0 ? [`SKUs     ${pairs} differ from another by case alone, and are articles of their own`] : []),
  ];
};

/** Orders that the catalogue's one price per SKU makes dearer or cheaper than their invoices. */
export const otherAmounts = ({ accepted }: Pick<ImportResult, 'accepted'>): number =>
  accepted.filter(({ amount, invoice }) => amount !== invoice.amount).length;

export const partialLines = ({ partial }: Pick<ImportResult, 'partial'>): readonly string[] =>
  first(
    partial.map(
      (one) =>
        `cancellation ${one.cancellation.number} is not applied: ${partialReturn(one)}, and orders are cancelled whole`,
    ),
    'partial returns',
  );
