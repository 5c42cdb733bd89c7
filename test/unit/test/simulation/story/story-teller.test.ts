import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { crashingAt } from '../../../../simulation/plan/crash-point.ts';
import { drawPlan } from '../../../../simulation/plan/draw-plan.ts';
import type { Plan } from '../../../../simulation/plan/plan.ts';
import { runOne } from '../../../../simulation/run/run-one.ts';
import { plainest } from '../../../../simulation/shrink/plainest.ts';
import { StoryTeller } from '../../../../simulation/story/story-teller.ts';
import { Violation } from '../../../../simulation/world/run-plan.ts';

const storyOf = async (plan: Plan) => {
  const teller = new StoryTeller();
  const { failure, world } = await runOne(plan, [teller.watcher], teller.log);
  expect(failure).toBeUndefined();
  return { teller, world, lines: teller.lines() };
};
const hashOf = (lines: readonly string[]) => createHash('sha256').update(lines.join('\n')).digest('hex');

const twoOrders: Plan = {
  seed: 1,
  modes: { ...plainest, bystanders: true },
  skus: [{ sku: 'SKU-0', stock: 5, price: 100 }],
  actions: [
    { kind: 'adjust', at: 0, sku: 'SKU-0', qty: 5, name: 'initial' },
    ...(['order-0', 'order-1'] as const).map((order) => ({
      ...({ kind: 'place', at: 2_000, order, user: 'user-0', token: 'tok_approve' } as const),
      ...{ lines: [{ sku: 'SKU-0', qty: 2 }], repeatable: true, times: 1 },
    })),
  ],
  faults: [],
};

describe('a story', () => {
  it('is the same for the same seed, also when others were run in between', async () => {
    for (const seed of [11, 12, 13, 14]) {
      const first = hashOf((await storyOf(drawPlan(seed))).lines);
      await runOne(drawPlan(seed + 100), []);
      expect(hashOf((await storyOf(drawPlan(seed))).lines)).toBe(first);
    }
  });

  it('names orders as the plan does, and the types of records', async () => {
    const { lines } = await storyOf(twoOrders);
    const text = lines.join('\n');
    expect(text).toMatch(/\+\d+\.\d{3} s {2}order\/intake#\d+ +emits ORDER_CREATED order-0 \(orders\.created-0@\d\)/);
    expect(text).toMatch(/order\/saga#\d+ +sets orders order-1\/ORDER: status PROCESSING → PAID/);
    expect(text).toMatch(/inventory\/ledger#\d+ +sets stock SKU-0: available 5 → \d/);
    expect(text).toMatch(/gateway +puts gateway \w+: outcome approved, amount 200/);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/);
  });

  it('has crashes', async () => {
    const point = { function: 'order/saga', when: 'before', kind: 'Send orders.created' } as const;
    const { lines } = await storyOf(crashingAt(twoOrders, [point]));
    expect(lines.join('\n')).toMatch(/order\/saga#\d+ +dies: before Send orders\.created/);
  });

  it('leaves out what is of other orders than those that a failure names', async () => {
    const { teller, world } = await storyOf(twoOrders);
    const orderId = world?.clients.orders.get('order-1')?.[0]?.orderId ?? '';
    const failure = { invariant: 'any', message: `Order ${orderId} is lost` };
    const text = teller.lines(failure).join('\n');
    expect(text).toContain('emits ORDER_CREATED order-1');
    expect(text).not.toContain('emits ORDER_CREATED order-0');
    expect(text).toContain('sets stock SKU-0');
    expect(text.endsWith('✗ any: Order order-1 is lost')).toBe(true);
  });
});

describe('a run', () => {
  it('fails by what a watcher objects to, when that is done and at the end', async () => {
    const objection = () => {
      throw new Violation('any', 'this must not be');
    };
    const failure = { invariant: 'any', message: 'any: this must not be' };
    expect((await runOne(twoOrders, [{ end: objection }])).failure).toEqual(failure);
    expect((await runOne(twoOrders, [{ begin: ({ onCommit }) => void onCommit.push(objection) }])).failure).toEqual(
      failure,
    );
    expect((await runOne(twoOrders, [{ begin: ({ onAppend }) => void onAppend.push(objection) }])).failure).toEqual(
      failure,
    );
  });

  it('fails by a defect, and reports its place', async () => {
    const broken = () => {
      throw new TypeError('no such thing');
    };
    const { failure } = await runOne(twoOrders, [{ end: broken }]);
    expect(failure?.invariant).toMatch(/^TypeError at test\/unit\/.*story-teller\.test\.ts:\d+$/);
    expect(failure?.stack).toContain('no such thing');
  });
});
