import { describe, expect, it } from 'vitest';
import { matchCancellations, partialReturn } from '../../../bin/retail/cancellations.ts';
import type { Cancellation } from '../../../bin/retail/invoice.ts';
import { retailInvoice, retailReturn } from '../../support/retail-rows.ts';

const ann = { customer: 'ann' };
const invoices = [
  retailInvoice('1', { x: 2, y: 1 }, { ...ann, line: 1 }),
  retailInvoice('2', { x: 2 }, { ...ann, line: 5 }),
  retailInvoice('3', { x: 2 }, { customer: 'bob', line: 7 }),
];

const matchesOf = (...cancellations: readonly Cancellation[]) => {
  const { matched, partial, unmatched } = matchCancellations(invoices, cancellations);
  return [
    ...matched.map(({ cancellation, invoice }) => `${cancellation.number} takes back ${invoice.number}`),
    ...partial.map((one) => `${one.cancellation.number} ${partialReturn(one)}`),
    ...unmatched.map(({ number }) => `${number} is of none`),
  ];
};

describe('matchCancellations', () => {
  it("takes back the customer's newest invoice of which every unit comes back", () => {
    expect(matchesOf(retailReturn(9, 'ann', { x: 2 }))).toEqual(['C9 takes back 2']);
    expect(matchesOf(retailReturn(9, 'ann', { x: 2, y: 1 }))).toEqual(['C9 takes back 1']);
  });

  it.each([
    ['some units of a SKU', { x: 1 }, 'C9 returns 1 of 2 units of invoice 2'],
    ['one SKU of several', { y: 1 }, 'C9 returns 1 of 3 units of invoice 1'],
    ['more than was sold', { x: 3 }, 'C9 returns 3 of 2 units of invoice 2'],
    ['another SKU as well', { x: 2, z: 1 }, 'C9 returns 3 of 2 units of invoice 2'],
  ])('takes back no invoice for %s', (_, units, expected) => {
    expect(matchesOf(retailReturn(9, 'ann', units))).toEqual([expected]);
  });

  it('takes back no invoice that comes later in the file', () => {
    expect(matchesOf(retailReturn(3, 'ann', { x: 2 }))).toEqual(['C3 returns 2 of 3 units of invoice 1']);
  });

  it('takes back an invoice once', () => {
    expect(matchesOf(retailReturn(8, 'ann', { x: 2 }), retailReturn(9, 'ann', { x: 2 }))).toEqual([
      'C8 takes back 2',
      'C9 returns 2 of 3 units of invoice 1',
    ]);
  });

  it.each([
    ['of other articles', retailReturn(9, 'ann', { z: 1 })],
    ['of services alone', retailReturn(9, 'ann', {})],
    ['of another customer', retailReturn(9, 'cid', { x: 2 })],
    ['of a guest', retailReturn(9, undefined, { x: 2 })],
    ['of a guest, named as guests are', retailReturn(9, 'guest', { x: 2 })],
  ])('reports one %s', (_, unmatched) => {
    expect(matchesOf(unmatched)).toEqual(['C9 is of none']);
  });
});
