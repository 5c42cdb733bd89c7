import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultFormat } from '../../../bin/files/text-format.ts';
import { type RetailImport, readInvoices } from '../../../bin/retail/invoices.ts';
import { readRetailCsv } from '../../../bin/retail/retail-csv.ts';
import { skipReasons } from '../../../bin/retail/retail-row.ts';
import { retailRow, retailRows } from '../../support/retail-rows.ts';

const unitsOf = ({ invoices }: RetailImport) =>
  invoices.map(({ number, lines }) => [number, Object.fromEntries([...lines].map(([sku, { qty }]) => [sku, qty]))]);

const problemsOf = ({ refused }: RetailImport) =>
  refused.flatMap(({ number, problems }) => problems.map(({ line, problem }) => `${number} ${line}: ${problem}`));

describe('readInvoices', () => {
  it('merges the rows of one SKU and keeps invoices in order of their first row', async () => {
    const read = await readInvoices(
      retailRows({}, { invoice: '536366', sku: '22633' }, { sku: '71053' }, { quantity: '2' }),
    );
    expect(unitsOf(read)).toEqual([
      ['536365', { '85123A': 8, '71053': 6 }],
      ['536366', { '22633': 6 }],
    ]);
    expect(read.invoices[0]?.amount).toBe(14 * 255);
  });

  it('counts what it skips by reason', async () => {
    const { invoices, rows, refused, servicesAlone } = await readInvoices(
      retailRows(
        { invoice: 'C536379', quantity: '-1' },
        { invoice: 'c536380', quantity: '-1' },
        { invoice: '1', quantity: '0' },
        { invoice: '1', price: '0' },
        { invoice: '1', price: '-11062.06', sku: 'B' },
        { invoice: '2', sku: 'POST' },
        { invoice: '3', sku: 'BANK CHARGES' },
        { invoice: '3', sku: 'm' },
        { invoice: 'A563185', sku: 'B' },
      ),
    );
    expect({ invoices, refused, servicesAlone }).toEqual({ invoices: [], refused: [], servicesAlone: 2 });
    expect(rows).toEqual({
      read: 9,
      refused: 0,
      skipped: {
        cancellation: 2,
        adjustment: 1,
        'non-positive-quantity': 1,
        'non-positive-price': 2,
        'service-code': 3,
      },
    });
  });

  it('reads an invoice of a C, large or small, as a cancellation', async () => {
    const { cancellations } = await readInvoices(
      retailRows(
        { invoice: 'c7', quantity: '-2' },
        { invoice: 'C7', quantity: '-1' },
        { invoice: 'c7', sku: '71053', quantity: '-4' },
        { invoice: 'c7', sku: 'POST', quantity: '-1' },
      ),
    );
    expect(cancellations).toEqual([
      { number: 'c7', line: 2, customer: '17850', units: new Map(Object.entries({ '85123A': 3, '71053': 4 })) },
    ]);
  });

  it('calls a missing customer guest, and takes decimals off the number of one', async () => {
    const { invoices } = await readInvoices(retailRows({ customer: '' }, { invoice: '2', customer: '13085.0' }));
    expect(invoices.map(({ customer }) => customer)).toEqual(['guest', '13085']);
  });

  it('prices in whole pence by the digits, from the last row of the SKU', async () => {
    const { catalogue } = await readInvoices(
      retailRows({ price: '2.55' }, { invoice: '2', price: '1.005', description: 'NEW' }),
    );
    expect(catalogue).toEqual([{ sku: '85123A', name: 'NEW', unitPrice: 101 }]);
  });

  it('reports one SKU at two prices in one invoice, and in two invoices not', async () => {
    const { priceConflicts, invoices } = await readInvoices(
      retailRows({}, { price: '2.10', quantity: '1' }, { price: '2.55' }, { invoice: '2', price: '3' }),
    );
    expect(priceConflicts).toEqual([{ number: '536365', line: 2, sku: '85123A', pence: [255, 210] }]);
    expect(invoices[0]?.amount).toBe(12 * 255 + 210);
  });

  it('keeps SKUs apart that differ by case alone', async () => {
    const { invoices } = await readInvoices(retailRows({ sku: '85123a' }, { sku: '85123A' }));
    expect([...(invoices[0]?.lines.keys() ?? [])]).toEqual(['85123a', '85123A']);
  });

  it('stops counting rows and filling the catalogue with the last invoice requested', async () => {
    const rows = retailRows({}, { invoice: '2', sku: 'POST' }, { invoice: '3', sku: '22633' }, { invoice: 'x' });
    const { invoices, catalogue, rows: counted, refused } = await readInvoices(rows, 1);
    expect(invoices).toHaveLength(1);
    expect(catalogue.map(({ sku }) => sku)).toEqual(['85123A']);
    expect({ counted, refused }).toMatchObject({ counted: { read: 1, skipped: { 'service-code': 0 } }, refused: [] });
  });

  it('reads on past refused invoices to as many valid ones as requested', async () => {
    const read = await readInvoices(retailRows({ quantity: 'six' }, { invoice: '2' }, { invoice: '3' }), 1);
    expect(unitsOf(read)).toEqual([['2', { '85123A': 6 }]]);
    expect(read.refused.map(({ number }) => number)).toEqual(['536365']);
  });
});

describe('an invoice is refused as a whole', () => {
  it.each([
    ['quantity', { quantity: 'six' }, 'the quantity "six" is no whole number'],
    ['quantity beyond the integers', { quantity: '9'.repeat(20) }, /is no whole number$/],
    ['fraction of a unit', { quantity: '1.5' }, 'the quantity "1.5" is no whole number'],
    ['price', { price: '2,55' }, 'the price "2,55" is no decimal number'],
    ['price of nearly nothing', { price: '0.001' }, 'the price 0.001 is less than half a penny'],
    ['SKU', { sku: '' }, 'there is no stock code'],
    ['SKU that the API refuses', { sku: '85123/A' }, /^sku "85123\/A" is written differently/],
    ['quantity that the API refuses', { quantity: '1000001' }, 'qty 1000001 must be <= 1000000'],
    ['customer', { customer: '17851' }, 'the customer is "17851", in line 2 "17850"'],
    ['row that could not be taken apart', { problem: '7 fields, and the header has 8' }, /^7 fields/],
  ])('for its %s, with the line', async (_, change, problem) => {
    const read = await readInvoices(retailRows({}, { sku: '71053', ...change }, { invoice: '2' }, { sku: '22633' }));
    expect(unitsOf(read)).toEqual([['2', { '85123A': 6 }]]);
    expect(read.refused).toEqual([
      { number: '536365', line: 2, problems: [{ line: 3, problem: expect.stringMatching(problem) }] },
    ]);
    expect(read.rows).toMatchObject({ read: 4, refused: 3 });
    expect(read.catalogue.map(({ sku }) => sku)).toEqual(['85123A']);
  });

  it('for a customer that the API refuses, and for more lines than it takes', async () => {
    const many = Array.from({ length: 2_001 }, (_, index) => ({ invoice: '2', sku: `SKU-${index}` }));
    const read = await readInvoices(retailRows({ customer: 'Ada Lovelace' }, ...many));
    expect(problemsOf(read)).toEqual([
      expect.stringMatching(/^536365 2: user_id "Ada Lovelace" is written differently/),
      '2 3: items must NOT have more than 2000 items',
    ]);
  });

  it('for units that only together are too many', async () => {
    const read = await readInvoices(retailRows({ quantity: '600000' }, { quantity: '600000' }));
    expect(problemsOf(read)).toEqual(['536365 2: qty 1200000 must be <= 1000000']);
  });

  it('and a cancellation likewise', async () => {
    const read = await readInvoices(
      retailRows(
        { invoice: 'C1', quantity: '-1' },
        { invoice: 'C1', quantity: '1' },
        { invoice: 'C2', quantity: '-1' },
      ),
    );
    expect(read.cancellations.map(({ number }) => number)).toEqual(['C2']);
    expect(problemsOf(read)).toEqual(['C1 3: the quantity of a cancellation is 1: it has to be negative']);
  });

  it('where a row beside its rows may be one of it', async () => {
    const read = await readInvoices(
      retailRows({}, { invoice: '' }, { invoice: '2' }, { invoice: '3' }, { invoice: 'Total' }),
    );
    expect(unitsOf(read)).toEqual([]);
    expect(problemsOf(read)).toEqual([
      '536365 3: line 3 may be one of it: "" is no invoice number',
      'undefined 3: "" is no invoice number',
      '2 3: line 3 may be one of it: "" is no invoice number',
      '3 6: line 6 may be one of it: "Total" is no invoice number',
      'undefined 6: "Total" is no invoice number',
    ]);
    expect(read.rows).toMatchObject({ read: 5, refused: 5 });
  });
});

it('every row is accounted for: in an order, skipped with a reason, or refused', async () => {
  const anyRow = fc.record({
    invoice: fc.constantFrom('1', '2', '3', 'C3', 'c3', 'A4', 'x', ''),
    sku: fc.constantFrom('85123A', '71053', 'POST', '', 'a/b'),
    quantity: fc.constantFrom('1', '5', '0', '-3', '1.5', ''),
    price: fc.constantFrom('1.25', '0', '-1', 'x', '0.001'),
    customer: fc.constantFrom('', '17850'),
  });
  const ordinary = fc.record({
    invoice: fc.constantFrom('1', '2', '3', '5'),
    sku: fc.constantFrom('85123A', '71053', 'POST'),
    quantity: fc.constantFrom('1', '5'),
    customer: fc.constant('17850'),
  });
  const someRow = fc.oneof({ weight: 6, arbitrary: ordinary }, { weight: 1, arbitrary: anyRow });
  await fc.assert(
    fc.asyncProperty(fc.array(someRow), async (changes) => {
      const rows = retailRows(...changes);
      const read = await readInvoices(rows);
      const placed = new Set(read.invoices.map(({ number }) => number));
      const refused = new Set(read.refused.map(({ number }) => number));
      expect(placed.isDisjointFrom(refused)).toBe(true);
      const lines = rows.filter(({ invoice, sku }) => placed.has(invoice) && sku !== 'POST');
      const sold = lines.filter(({ quantity, price }) => Number(quantity) > 0 && Number(price) > 0);
      const skipped = skipReasons.reduce((sum, reason) => sum + read.rows.skipped[reason], 0);
      expect(sold.length + skipped + read.rows.refused).toBe(rows.length);
      const units = read.invoices.flatMap(({ lines: all }) => [...all.values()]).reduce((sum, { qty }) => sum + qty, 0);
      expect(units).toBe(sold.reduce((sum, { quantity }) => sum + Number(quantity), 0));
    }),
  );
});

it('the sample of the data set becomes a hundred orders, and none of its rows is refused', async () => {
  const file = fileURLToPath(new URL('../../support/retail-sample.csv.gz', import.meta.url));
  const read = await readInvoices(readRetailCsv(file, defaultFormat));
  expect(read.invoices).toHaveLength(100);
  expect(read.refused).toEqual([]);
  expect(read.priceConflicts).toHaveLength(4);
  expect(read.rows).toEqual({
    read: 2252,
    refused: 0,
    skipped: {
      cancellation: 26,
      adjustment: 0,
      'non-positive-quantity': 0,
      'non-positive-price': 9,
      'service-code': 7,
    },
  });
});

it('a row of the support is one of an order', async () => {
  expect((await readInvoices([retailRow()])).invoices).toHaveLength(1);
});
