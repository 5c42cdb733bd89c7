import type { Cancellation, Invoice } from './invoice.ts';

/** A cancellation of the file and the invoice that it takes back. */
export interface MatchedCancellation {
  readonly cancellation: Cancellation;
  readonly invoice: Invoice;
}

export interface MatchedCancellations {
  /** Those that take back every unit of an invoice. */
  readonly matched: readonly MatchedCancellation[];
  /** Those that take back a part of one: an order is cancelled as a whole or not at all. */
  readonly partial: readonly MatchedCancellation[];
  /** Without an earlier invoice of the customer that has any of its articles. */
  readonly unmatched: readonly Cancellation[];
}

const unitsOf = (units: Iterable<number>): number => [...units].reduce((sum, qty) => sum + qty, 0);

const isWhole = ({ units }: Cancellation, { lines }: Invoice): boolean =>
  units.size === lines.size && [...lines].every(([sku, { qty }]) => units.get(sku) === qty);

/** `returns 1 of 25 units of invoice 536370`. */
export const partialReturn = ({ cancellation, invoice }: MatchedCancellation): string => {
  const sold = unitsOf([...invoice.lines.values()].map(({ qty }) => qty));
  return `returns ${unitsOf(cancellation.units.values())} of ${sold} units of invoice ${invoice.number}`;
};

/**
 * Finds for each cancellation its customer's newest invoice before it that it cancels as a whole, or else the newest that shares
 * an article; none that is cancelled already. Guests cannot be distinguished: a guest's cancellation matches nothing.
 */
export const matchCancellations = (
  invoices: readonly Invoice[],
  cancellations: readonly Cancellation[],
): MatchedCancellations => {
  const byCustomer = Map.groupBy(invoices, ({ customer }) => customer);
  const taken = new Set<Invoice>();
  const matched: MatchedCancellation[] = [];
  const partial: MatchedCancellation[] = [];
  const unmatched: Cancellation[] = [];
  for (const cancellation of cancellations) {
    const { customer, line, units } = cancellation;
    const ofCustomer = customer === undefined ? [] : (byCustomer.get(customer) ?? []);
    const candidates = ofCustomer.filter(
      (invoice) =>
        invoice.line < line && !taken.has(invoice) && [...units.keys()].some((sku) => invoice.lines.has(sku)),
    );
    const whole = candidates.findLast((invoice) => isWhole(cancellation, invoice));
    const newest = candidates.at(-1);
    if (whole !== undefined) {
      taken.add(whole);
      matched.push({ cancellation, invoice: whole });
    } else if (newest !== undefined) partial.push({ cancellation, invoice: newest });
    else unmatched.push(cancellation);
  }
  return { matched, partial, unmatched };
};
