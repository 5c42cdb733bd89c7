import type { Action } from '../../plan/plan.ts';
import { plainPlan, sending, wrong } from '../../scenarios/plain-plan.ts';
import { type MutationScenario, order } from './scenario.ts';

const ledger = 'inventory/ledger';
const expire = 'inventory/expire';
const commands = 'inventory.commands';

/** Nobody tells the router that the order was paid, until its hold is over. */
const deaf: readonly Action[] = [
  { kind: 'hold', at: 2_100, group: 'inventory-router.payments', forMs: 2_400_000 },
  { kind: 'hold', at: 2_100, group: 'inventory-router.orders', forMs: 2_400_000 },
];

/** So many orders of one SKU at once that its log does not hold their outcomes. */
const everybody = Array.from({ length: 14 }, (_, index) =>
  order({ at: 2_000 + index, order: `order-${index}`, user: `user-${index}` }),
);

/** Valid but for its quantity. */
const negative = JSON.stringify({
  type: 'RESERVE',
  event_id: 'e114e6a5-c754-59c3-9c00-416705e756a7',
  timestamp: '2026-11-22T06:00:00.000Z',
  metadata: {
    correlation_id: 'ac4331ab-b1c2-5074-a0a8-2b39f36b3aa6',
    source: 'inventory/router',
    attempt: 1,
    schema_version: 2,
  },
  trace_id: '0e822ca5581e67fb784203a504474b66',
  sku: 'A',
  order_id: 'ac4331ab-b1c2-5074-a0a8-2b39f36b3aa6',
  reservation_id: '84e0b474-3bcf-51a0-a2f8-8cd33c5c313b',
  qty: -1,
});

/** Stocks, and what orders hold of them. */
export const stockScenarios: readonly MutationScenario[] = [
  { name: 'hold expires unheard', plan: plainPlan({ actions: [order(), ...deaf] }), ends: { one: 'CANCELLED' } },
  {
    name: 'expiry dies before it ends the hold',
    plan: plainPlan({ actions: [order(), ...deaf], faults: [wrong(expire, `Send ${commands}`, 'die-after')] }),
  },
  {
    name: 'expiry dies before it says the releases',
    plan: plainPlan({ actions: [order(), ...deaf], faults: [wrong(expire, `Send ${commands}`, 'die-before')] }),
  },
  {
    name: 'two open one stock',
    plan: plainPlan({
      actions: [order(), { kind: 'rebalance', at: 5_000, group: 'inventory-ledger.commands' }],
      faults: [wrong(ledger, 'BatchExecuteStatement stock', 'freeze-before', { amount: 10_000 })],
    }),
  },
  { name: 'one SKU for everybody', plan: plainPlan({ modes: { batch: 10 }, actions: everybody }) },
  {
    name: 'one SKU for everybody, read late',
    plan: plainPlan({ modes: { batch: 10, staleMs: 5_000 }, actions: everybody }),
  },
  {
    name: 'hold opened by one who dies, long after it ended',
    plan: plainPlan({
      actions: [order(), { kind: 'rebalance', at: 4_000, group: 'inventory-router.orders' }],
      faults: [
        wrong('inventory/router', 'Put holds', 'late-request', { amount: 30_000 }),
        wrong('inventory/router', `Send ${commands}`, 'die-before', { occurrence: 3 }),
      ],
    }),
    ends: { one: 'PAID' },
  },
  {
    name: 'dead letter that Kafka refuses',
    plan: plainPlan({
      actions: [order(), { kind: 'poison', at: 1_000, topic: commands, key: 'A', value: 'not JSON' }],
      faults: [sending(ledger, `${commands}.dlq`, 'send refused')],
    }),
  },
  {
    name: 'reservation of less than nothing',
    plan: plainPlan({
      actions: [order(), { kind: 'poison', at: 1_000, topic: commands, key: 'A', value: negative }],
    }),
  },
  {
    name: 'more taken out than there is',
    plan: plainPlan({ actions: [order(), { kind: 'adjust', at: 1_000, sku: 'A', qty: -60, name: 'too-much' }] }),
  },
  {
    name: 'batch of two partitions fails',
    plan: plainPlan({
      modes: { partitions: 4, batch: 10 },
      actions: [
        order({
          lines: [
            { sku: 'A', qty: 1 },
            { sku: 'B', qty: 1 },
          ],
        }),
      ],
      faults: [wrong(ledger, 'BatchGet stock', 'fault')],
    }),
  },
];
