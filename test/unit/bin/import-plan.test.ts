import { describe, expect, it } from 'vitest';
import { importPlan, nothingCatalogued } from '../../../bin/retail/import-plan.ts';
import type { Invoice } from '../../../bin/retail/invoice.ts';
import { retailInvoice } from '../../support/retail-rows.ts';

const invoices = [retailInvoice('1', { A: 2 }, { line: 2 }), retailInvoice('2', { A: 1, B: 1 }, { line: 3 })];
const catalogue = ['A', 'B'].map((sku) => ({ sku, name: 'NEW', unitPrice: 100 }));
const retail = { invoices, refused: [], catalogue };
const price = (sku: string, change = {}) => ({ sku, name: 'OLD', unitPrice: 250, currency: 'GBP', ...change });
const has = { prices: new Map([['A', price('A')]]), stock: new Map([['A', 7]]) };
const numbersOf = (some: readonly Invoice[]) => some.map(({ number }) => number);

describe('the plan of an import', () => {
  it('fills what is empty', () => {
    const plan = importPlan(retail, nothingCatalogued, { units: 50, overwrite: false });
    expect(numbersOf(plan.invoices)).toEqual(['1', '2']);
    expect(plan.prices).toEqual(['A', 'B'].map((sku) => ({ sku, name: 'NEW', unitPrice: 100, currency: 'GBP' })));
    expect([...plan.levels]).toEqual([
      ['A', 50],
      ['B', 50],
    ]);
    expect(plan.kept).toEqual({ prices: [], stock: [] });
  });

  it('keeps the prices and the stock that the platform has, and names them', () => {
    const plan = importPlan(retail, has, { units: 50, overwrite: false });
    expect(plan.prices.map(({ sku }) => sku)).toEqual(['B']);
    expect([...plan.levels]).toEqual([['B', 50]]);
    expect(plan.kept).toEqual({ prices: ['A'], stock: ['A'] });
  });

  it('replaces them with `overwrite`', () => {
    const plan = importPlan(retail, has, { units: 50, overwrite: true });
    expect(plan.prices.map(({ sku }) => sku)).toEqual(['A', 'B']);
    expect([...plan.levels.keys()]).toEqual(['A', 'B']);
    expect(plan.kept).toEqual({ prices: [], stock: [] });
  });

  it('refuses invoices that the API would not price, and writes nothing for them alone', () => {
    const inEuro = { ...has, prices: new Map([['B', price('B', { currency: 'EUR' })]]) };
    const plan = importPlan(retail, inEuro, { units: 50, overwrite: false });
    expect(numbersOf(plan.invoices)).toEqual(['1']);
    expect(plan.refused).toEqual([
      { number: '2', line: 3, problems: [{ line: 3, problem: 'sku "B" "B" is sold in EUR, not in GBP' }] },
    ]);
    expect(plan.prices.map(({ sku }) => sku)).toEqual(['A']);
    expect(numbersOf(importPlan(retail, inEuro, { units: 50, overwrite: true }).invoices)).toEqual(['1', '2']);
  });

  it('refuses an invoice whose total cannot be charged', () => {
    const dear = [{ sku: 'A', name: '', unitPrice: Number.MAX_SAFE_INTEGER }];
    const plan = importPlan({ ...retail, catalogue: dear, invoices: invoices.slice(0, 1) }, nothingCatalogued, {
      units: 1,
      overwrite: false,
    });
    expect(plan).toMatchObject({ invoices: [], prices: [], refused: [{ number: '1' }] });
    expect(plan.levels.size).toBe(0);
  });
});
