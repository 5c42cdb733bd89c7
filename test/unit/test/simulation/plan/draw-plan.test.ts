import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawPlan } from '../../../../simulation/plan/draw-plan.ts';

const seeds = fc.integer({ min: 0, max: 2_000_000_000 });

describe('drawPlan', () => {
  it('draws the same plan for the same seed, whatever was drawn before', () => {
    fc.assert(
      fc.property(seeds, seeds, (seed, other) => {
        const plan = drawPlan(seed);
        drawPlan(other);
        expect(drawPlan(seed)).toEqual(plan);
      }),
    );
  });

  it('draws plans that are plain data', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const plan = drawPlan(seed);
        expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
      }),
    );
  });

  it('orders only what there is, each SKU once', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { actions, skus } = drawPlan(seed);
        const known = new Set(skus.map(({ sku }) => sku));
        for (const action of actions) {
          if (action.kind !== 'place') continue;
          const ordered = action.lines.map(({ sku }) => sku);
          expect(ordered.length).toBeGreaterThan(0);
          expect(new Set(ordered).size).toBe(ordered.length);
          expect(ordered.every((sku) => known.has(sku))).toBe(true);
        }
      }),
    );
  });

  it('draws one thing apart from the others: seeds in a row have all combinations', () => {
    const met = new Set<string>();
    for (let seed = 0; seed < 2_000; seed += 1) {
      const { modes, actions } = drawPlan(seed);
      // But for the one that comes after the stocks were restored.
      const orders = actions.filter(({ kind, after }) => kind === 'place' && after === undefined).length;
      if (modes.redelivered < 1) met.add(`${modes.partitions} ${modes.batch} ${orders}`);
    }
    const counts = (place: number) => new Set([...met].map((text) => text.split(' ')[place])).size;
    expect(met.size).toBe(counts(0) * counts(1) * counts(2));
  });

  it('draws large orders now and then', () => {
    const lines = Array.from({ length: 1_000 }, (_, seed) => drawPlan(seed)).flatMap(({ actions }) =>
      actions.map((action) => (action.kind === 'place' ? action.lines.length : 0)),
    );
    expect(Math.max(...lines)).toBeGreaterThan(100);
    expect(Math.max(...lines)).toBeLessThanOrEqual(300);
  });

  it('draws events of the gateway in some schedules, and what goes wrong with them there alone', () => {
    const plans = Array.from({ length: 500 }, (_, seed) => drawPlan(seed));
    const sending = plans.filter(({ modes }) => modes.events !== undefined);
    const troubled = plans.filter(({ faults }) => faults.some((fault) => fault.function === 'payment/webhook'));
    expect(sending.length).toBeGreaterThan(100);
    expect(sending.length).toBeLessThan(400);
    expect(troubled.length).toBeGreaterThan(50);
    expect(troubled.every((plan) => sending.includes(plan))).toBe(true);
    expect(new Set(sending.map(({ modes }) => modes.events?.order)).size).toBe(3);
  });
});
