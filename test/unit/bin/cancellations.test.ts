import { describe, expect, it } from 'vitest';
import { matchCancellations } from '../../../bin/retail/cancellations.ts';
import type { Cancellation, Invoice } from '../../../bin/retail/invoices.ts';

const invoice = (number: string, row: number, customer: string, ...skus: readonly string[]): Invoice => ({
  number,
  row,
  customer,
  lines: new Map(skus.map((sku) => [sku, 1])),
});
const cancellation = (row: number, customer: string | undefined, ...skus: readonly string[]): Cancellation => ({
  number: `C${row}`,
  row,
  ...(customer !== undefined && { customer }),
  skus: new Set(skus),
});

const invoices = [invoice('1', 1, 'ann', 'x', 'y'), invoice('2', 5, 'ann', 'x'), invoice('3', 7, 'bob', 'x')];

const matchedOf = (...cancellations: readonly Cancellation[]) =>
  matchCancellations(invoices, cancellations).matched.map((matched) => [
    matched.cancellation.number,
    matched.invoice.number,
  ]);

describe('matchCancellations', () => {
  it("takes back the customer's newest invoice that has one of the articles", () => {
    expect(matchedOf(cancellation(9, 'ann', 'x', 'z'))).toEqual([['C9', '2']]);
    expect(matchedOf(cancellation(9, 'ann', 'y'))).toEqual([['C9', '1']]);
  });

  it('takes back no invoice that comes later in the file', () => {
    expect(matchedOf(cancellation(3, 'ann', 'x'))).toEqual([['C3', '1']]);
  });

  it('takes back an invoice once', () => {
    expect(matchedOf(cancellation(8, 'ann', 'x'), cancellation(9, 'ann', 'x'))).toEqual([
      ['C8', '2'],
      ['C9', '1'],
    ]);
  });

  it.each([
    ['of other articles', cancellation(9, 'ann', 'z')],
    ['of somebody else', cancellation(9, 'cid', 'x')],
    ['of a guest', cancellation(9, undefined, 'x')],
    ['of a guest, named as guests are', cancellation(9, 'guest', 'x')],
  ])('reports one %s', (_, unmatched) => {
    expect(matchCancellations(invoices, [unmatched])).toEqual({ matched: [], unmatched: [unmatched] });
  });
});
