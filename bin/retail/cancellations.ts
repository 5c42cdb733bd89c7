import type { Cancellation, Invoice } from './invoices.ts';

/** A cancellation of the file and the invoice that it takes back. */
export interface MatchedCancellation {
  readonly cancellation: Cancellation;
  readonly invoice: Invoice;
}

export interface MatchedCancellations {
  readonly matched: readonly MatchedCancellation[];
  /** Without an earlier invoice of the customer that has any of its articles. */
  readonly unmatched: readonly Cancellation[];
}

/**
 * Finds for each cancellation its customer's newest invoice before it that has one of its articles and is not taken back
 * yet. Nobody knows who a guest is: a guest's cancellation matches nothing.
 */
export const matchCancellations = (
  invoices: readonly Invoice[],
  cancellations: readonly Cancellation[],
): MatchedCancellations => {
  const byCustomer = Map.groupBy(invoices, ({ customer }) => customer);
  const taken = new Set<Invoice>();
  const matched: MatchedCancellation[] = [];
  const unmatched: Cancellation[] = [];
  for (const cancellation of cancellations) {
    const { customer, row, skus } = cancellation;
    const candidates = customer === undefined ? [] : (byCustomer.get(customer) ?? []);
    const invoice = candidates.findLast(
      (candidate) => candidate.row < row && !taken.has(candidate) && [...skus].some((sku) => candidate.lines.has(sku)),
    );
    if (invoice === undefined) {
      unmatched.push(cancellation);
      continue;
    }
    taken.add(invoice);
    matched.push({ cancellation, invoice });
  }
  return { matched, unmatched };
};
