import type { InvoiceLine, LineProblem } from './invoice.ts';
import { hasInvoice, isCancellation, meaningOf, type RetailRow, type SkipReason } from './retail-row.ts';

interface GroupedRow {
  /** Rows count from 1, in the order of the file. */
  readonly row: number;
  readonly skip?: SkipReason;
}

/** The rows of one invoice or cancellation; they need not follow each other in the file. */
export interface RowGroup {
  readonly kind: 'sale' | 'cancellation';
  readonly number: string;
  readonly line: number;
  /** Empty for a guest. */
  readonly customer: string;
  readonly rows: readonly GroupedRow[];
  readonly lines: ReadonlyMap<string, InvoiceLine>;
  readonly units: ReadonlyMap<string, number>;
  /** In pence. */
  readonly amount: number;
  readonly problems: LineProblem[];
}

export interface GroupedRows {
  /** In order of their first rows. */
  readonly groups: readonly RowGroup[];
  /** Rows of an unknown invoice. */
  readonly unnumbered: readonly (LineProblem & { readonly row: number })[];
  readonly read: number;
}

interface Draft extends RowGroup {
  readonly rows: GroupedRow[];
  readonly lines: Map<string, InvoiceLine>;
  readonly units: Map<string, number>;
  amount: number;
}

/** One string for all that are alike: a file of millions of rows names a few thousand articles. */
const interning = () => {
  const known = new Map<string, string>();
  return (text: string): string => {
    const first = known.get(text);
    if (first !== undefined) return first;
    known.set(text, text);
    return text;
  };
};

/** The second edition, as often passed on, has numbers of customers as decimal fractions: 13085.0. */
const customerOf = ({ customer }: RetailRow): string => customer.replace(/^(\d+)\.0$/, '$1');

const merged = (
  known: InvoiceLine | undefined,
  { line, qty, pence, name }: Pick<InvoiceLine, 'line' | 'qty' | 'pence' | 'name'>,
): InvoiceLine => {
  if (known === undefined) return { qty, pence, otherPence: [], name, line, last: { line, pence } };
  const isNew = pence !== known.pence && !known.otherPence.includes(pence);
  return {
    ...known,
    qty: known.qty + qty,
    name,
    otherPence: isNew ? [...known.otherPence, pence] : known.otherPence,
    last: { line, pence },
  };
};

/** Groups the rows of each invoice. A row of an unknown invoice invalidates the invoices around it. */
export const groupRows = async (rows: AsyncIterable<RetailRow> | Iterable<RetailRow>): Promise<GroupedRows> => {
  const drafts = new Map<string, Draft>();
  const unnumbered: (LineProblem & { readonly row: number })[] = [];
  const intern = interning();
  let read = 0;
  let before: Draft | undefined;
  let stray: LineProblem | undefined;

  const draftOf = (row: RetailRow): Draft => {
    const number = row.invoice.toUpperCase();
    const known = drafts.get(number);
    if (known !== undefined) return known;
    const draft: Draft = {
      kind: isCancellation(row) ? 'cancellation' : 'sale',
      number: row.invoice,
      line: row.line,
      customer: intern(customerOf(row)),
      rows: [],
      lines: new Map(),
      units: new Map(),
      amount: 0,
      problems: [],
    };
    drafts.set(number, draft);
    return draft;
  };

  const add = (draft: Draft, row: RetailRow): void => {
    const { line } = row;
    const meaning = meaningOf(row);
    if (meaning.kind === 'unreadable') draft.problems.push({ line, problem: meaning.problem });
    else if (customerOf(row) !== draft.customer)
      draft.problems.push({
        line,
        problem: `the customer is ${JSON.stringify(row.customer)}, in line ${draft.line} ${JSON.stringify(draft.customer)}`,
      });
    const sku = intern(row.sku);
    if (meaning.kind === 'line') {
      const { qty, pence } = meaning;
      draft.lines.set(sku, merged(draft.lines.get(sku), { line, qty, pence, name: intern(row.description) }));
      draft.amount += qty * pence;
    }
    if (meaning.kind === 'return' && meaning.qty > 0) draft.units.set(sku, (draft.units.get(sku) ?? 0) + meaning.qty);
    const skip = meaning.kind === 'return' ? 'cancellation' : meaning.kind === 'skip' ? meaning.reason : undefined;
    draft.rows.push({ row: read, ...(skip !== undefined && { skip }) });
  };

  for await (const row of rows) {
    read += 1;
    if (!hasInvoice(row)) {
      const problem = row.problem ?? `${JSON.stringify(row.invoice)} is no invoice number`;
      stray = { line: row.line, problem: `line ${row.line} may be one of it: ${problem}` };
      unnumbered.push({ row: read, line: row.line, problem });
      before?.problems.push(stray);
      continue;
    }
    const draft = draftOf(row);
    add(draft, row);
    if (stray !== undefined && draft !== before) draft.problems.push(stray);
    stray = undefined;
    before = draft;
  }
  return { groups: [...drafts.values()], unnumbered, read };
};
