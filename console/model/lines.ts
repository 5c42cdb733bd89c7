/** One line of an order to place. */
export interface Line {
  readonly sku: string;
  readonly qty: number;
}

/** @returns the lines, or why the text names none. */
export const parseLines = (text: string): { readonly lines: readonly Line[] } | { readonly fault: string } => {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) return { fault: 'Give at least one line.' };
  const lines: Line[] = [];
  for (const word of words) {
    const [, sku, qty = '1'] = /^([^:]+)(?::(\d{1,7}))?$/.exec(word) ?? [];
    if (sku === undefined || Number(qty) === 0)
      return { fault: `${word} is no line: give SKU or SKU:quantity, for instance 85123A:2.` };
    lines.push({ sku, qty: Number(qty) });
  }
  return { lines };
};
