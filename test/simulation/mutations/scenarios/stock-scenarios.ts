import { deaf, once, place, plainPlan, replay, restoreStock, sending, wrong } from '../../scenarios/plain-plan.ts';
import { stocksRestored } from '../../world/restore-stocks.ts';
import { type MutationScenario, order } from './scenario.ts';

const ledger = 'inventory/ledger';
const commands = 'inventory.commands';

/** So many orders of one SKU at once that its log does not hold their outcomes. */
const allOrders = Array.from({ length: 14 }, (_, index) =>
  order({ at: 2_000 + index, order: `order-${index}`, user: `user-${index}` }),
);

/** Orders of one SKU whose outcomes share pages, although ten seconds do not cover those of a page. */
const slowOrders = Array.from({ length: 14 }, (_, index) =>
  order({ at: 2_000 + index * 8_000, order: `order-${index}`, user: `user-${index}` }),
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
  {
    name: 'payment fails of an order that is cancelled',
    plan: plainPlan({
      actions: [
        order({ token: 'tok_decline' }),
        deaf('order-saga.payments', 30_000, once('ORDER_PROCESSING')),
        { kind: 'cancel', order: 'one', at: 2_000, ...once('PAYMENT_FAILED') },
      ],
    }),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'hold read late',
    // Its price is known by then, however far reads are behind.
    plan: plainPlan({ modes: { staleMs: 5_000 }, actions: [order({ at: 10_000 })] }),
    ends: { one: 'PAID' },
  },
  {
    name: 'two open one stock',
    plan: plainPlan({
      actions: [order(), { kind: 'rebalance', at: 5_000, group: 'inventory-ledger.commands' }],
      faults: [wrong(ledger, 'BatchExecuteStatement stock', 'freeze-before', { amount: 10_000 })],
    }),
  },
  { name: 'one SKU for all orders', plan: plainPlan({ modes: { batch: 10 }, actions: allOrders }) },
  {
    name: 'one SKU for all orders, read late',
    plan: plainPlan({ modes: { batch: 10, staleMs: 5_000 }, actions: allOrders }),
  },
  {
    name: 'reserve replayed when its outcome is in a page',
    plan: plainPlan({ actions: [...allOrders, replay('ORDER_CREATED')] }),
  },
  {
    name: 'reserves replayed when their outcomes are in pages of slow orders',
    plan: plainPlan({
      actions: [...slowOrders, ...[3, 4, 5, 6, 7, 8].map((nth) => ({ ...replay('ORDER_CREATED'), nth }))],
    }),
  },
  {
    name: 'cancelled when its outcomes are in pages',
    plan: plainPlan({ actions: [...allOrders, { kind: 'cancel', order: 'order-0', at: 600_000 }] }),
    ends: { 'order-0': 'CANCELLED' },
  },
  {
    name: 'reserve replayed after another line was refused',
    plan: plainPlan({
      modes: { attempts: 3 },
      actions: [
        order({
          lines: [
            { sku: 'A', qty: 1 },
            { sku: 'B', qty: 60 },
          ],
        }),
      ],
      faults: [wrong(ledger, 'BatchGet stock', 'fault', { times: 3, ...once('RESERVE') })],
    }),
    ends: { one: 'CANCELLED' },
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
  {
    name: 'stock restored under a ledger that has seen it',
    // Too few outcomes for a high-water mark.
    plan: plainPlan({
      stock: { A: 1 },
      actions: [
        order(),
        restoreStock(2, { rebuilt: 'once noticed', newEnvironments: false }),
        place('late', ['A'], { at: 1_000, ...once(stocksRestored) }),
      ],
    }),
    ends: { one: 'PAID', late: 'CANCELLED' },
  },
];
