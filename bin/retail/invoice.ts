/** One SKU of an invoice, with the sum of its rows' quantities. */
export interface InvoiceLine {
  readonly qty: number;
  /** Of its first row. */
  readonly pence: number;
  /** Prices of its other rows that differ from the first. */
  readonly otherPence: readonly number[];
  readonly name: string;
  /** First line in the file. */
  readonly line: number;
  /** Of its last row, whose price and name the catalogue takes. */
  readonly last: { readonly line: number; readonly pence: number };
}

/** One invoice that becomes one order. `lines` has each SKU once. */
export interface Invoice {
  readonly number: string;
  /** First line in the file. */
  readonly line: number;
  readonly customer: string;
  readonly lines: ReadonlyMap<string, InvoiceLine>;
  /** In pence, at its own prices. */
  readonly amount: number;
}

/** An invoice whose number starts with C: it takes goods back. */
export interface Cancellation {
  readonly number: string;
  readonly line: number;
  /** Absent for a guest. */
  readonly customer?: string;
  /** Units that come back, by SKU; none where it is about services alone. */
  readonly units: ReadonlyMap<string, number>;
}

/** Why a row of the file cannot be read or taken. */
export interface LineProblem {
  readonly line: number;
  readonly problem: string;
}

/** An invoice that is not placed, or a cancellation that is not applied, as a whole; without a number where a row has none. */
export interface Refusal {
  readonly number?: string;
  readonly line: number;
  readonly problems: readonly LineProblem[];
}

/** One SKU at several prices in one invoice: the order has one line of it, at the catalogue's price. */
export interface PriceConflict {
  readonly number: string;
  readonly line: number;
  readonly sku: string;
  readonly pence: readonly number[];
}
