import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BillLine, bill } from '../../../../bin/cost/bill.ts';
import { type PriceName, prices } from '../../../../bin/cost/prices.ts';

const names = Object.keys(prices) as readonly PriceName[];

describe('a bill', () => {
  it('prices what is used and sums it by service', () => {
    const lines: readonly BillLine[] = [
      { service: 'AWS Lambda', price: 'lambdaRequest', quantity: 5_000_000 },
      { service: 'AWS Lambda', price: 'eventPollerUnit', quantity: 10 },
      { service: 'AWS WAF', price: 'webAcl', quantity: 2 },
    ];
    const { lines: priced, byService, usd } = bill(lines);
    expect(priced.map((line) => [line.usd, line.unit])).toEqual([
      [1, 'request'],
      [1.85, 'unit-hour'],
      [10, 'ACL'],
    ]);
    expect(byService).toEqual({ 'AWS Lambda': 2.85, 'AWS WAF': 10 });
    expect(usd).toBeCloseTo(12.85);
  });

  it('has no line for what is not used', () => {
    expect(bill([{ service: 'Amazon VPC', price: 'natGateway', quantity: 0 }])).toEqual({
      lines: [],
      byService: {},
      usd: 0,
    });
  });

  it('is twice as much for twice the quantities, whatever they are', () => {
    const line = fc.record({
      service: fc.constantFrom('a', 'b'),
      price: fc.constantFrom(...names),
      quantity: fc.double({ min: 0, max: 1e9, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const doubled = lines.map((one) => ({ ...one, quantity: one.quantity * 2 }));
        expect(bill(doubled).usd).toBeCloseTo(bill(lines).usd * 2, 5);
      }),
    );
  });
});

describe('a price', () => {
  it.each(Object.entries(prices))('of %s names its source and date', (_, { usd, per, source, asOf }) => {
    expect(usd).toBeGreaterThan(0);
    expect(per).toBeGreaterThan(0);
    expect(source).toMatch(/\w+/);
    expect(asOf).toMatch(/^(looked up )?20\d\d(-\d\d){0,2}$/);
  });
});
