import { stocksRestored } from '../world/restore-stocks.ts';
import { all, emits, type Fact, inOrder, logs, never, often, stores } from './facts.ts';
import { ask, deaf, once, place, plainPlan, restoreStock, sending, wrong } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

const daysLater = (fact: Fact): Fact => ({
  what: `${fact.what} days later`,
  is: (entry) => entry.at > 86_400_000 && fact.is(entry),
});

/** So many orders of one SKU that its log is cut on the way. */
const many = Array.from({ length: 14 }, (_, index) => place(`order-${index}`, ['A'], { at: 2_000 + 1_000 * index }));
const late = place('late', ['A'], { at: 1_000, ...once(stocksRestored) });

const stopsLateOrder = all(
  inOrder(
    logs('operator', 'restores the stocks'),
    emits('RESERVE'),
    stores('stock', { outdated_by: (version: unknown) => Number(version) > 1 }),
    logs('inventory/ledger', 'dead-letters'),
    logs('operator', 'rebuilds the stocks'),
    daysLater(emits('RESERVE')),
  ),
);

/** What orders reserve, sell and give back. */
export const stockScenarios: readonly Scenario[] = [
  {
    name: 'reserve of a zombie after its release',
    about:
      'The router is suspended before it emits RESERVE; another emits it, the order is cancelled, then the first resumes',
    plan: plainPlan({
      actions: [
        place('one', ['A']),
        { kind: 'rebalance', group: 'inventory-router.orders', at: 500, ...once('inventory/router') },
        ask('cancel', 'one', { at: 3_000 }),
      ],
      faults: [wrong('inventory/router', 'Send inventory.commands', 'freeze-before', { amount: 20_000 })],
    }),
    happened: inOrder(
      logs('inventory/router', 'stands still'),
      emits('RESERVE'),
      emits('STOCK_RESERVED'),
      emits('RELEASE'),
      emits('STOCK_RELEASED'),
      emits('RESERVE'),
      emits('STOCK_RESERVED'),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'reserve replayed after its order was cancelled',
    about:
      'The RESERVEs of an order are dead-lettered, each after three throttles: the first, and that of the ORDER_CREATED which its cancel publishes once more; days later they are replayed',
    plan: plainPlan({
      modes: { attempts: 3 },
      actions: [place('one', ['A']), ask('cancel', 'one', { at: 20_000 })],
      faults: [wrong('inventory/ledger', 'BatchGet', 'fault', { times: 6, ...once('RESERVE') })],
    }),
    happened: all(
      inOrder(emits('RESERVE'), emits('RELEASE'), daysLater(emits('RESERVE')), emits('STOCK_RELEASED')),
      never(emits('STOCK_RESERVED')),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'release overtakes commit',
    about: 'A paid order is cancelled while the router does not consume payments: the COMMIT comes after the RELEASE',
    plan: plainPlan({
      modes: { bystanders: true },
      actions: [
        place('one', ['A', 'B']),
        deaf('inventory-router.payments', 30_000, once('ORDER_PROCESSING')),
        ask('cancel', 'one', { at: 2_000, ...once('ORDER_PAID') }),
      ],
    }),
    happened: all(
      inOrder(stores('orders', { status: 'PAID' }), emits('RELEASE'), emits('STOCK_RELEASED'), emits('COMMIT')),
      never(emits('STOCK_COMMITTED')),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'cancel of a paid order',
    about: 'The sold stock is released, and the charge refunded',
    plan: plainPlan({
      actions: [place('one', ['A', 'B']), ask('cancel', 'one', { at: 5_000, ...once('ORDER_PAID') })],
    }),
    happened: inOrder(emits('STOCK_COMMITTED'), emits('ORDER_CANCELLED'), emits('STOCK_RELEASED')),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'two orders, two SKUs, opposite order',
    about:
      'Of the last two pieces each order gets one first, since the sends of its lines are done in parts: both lose',
    plan: plainPlan({
      modes: { partitions: 2 },
      stock: { 'SKU-0': 1, 'SKU-1': 1 },
      actions: [
        place('one', ['SKU-0', 'SKU-1']),
        place('two', ['SKU-1', 'SKU-0'], { at: 2_100 }),
        // No line is released before all is decided.
        deaf('order-saga.inventory', 3_000, once('RESERVE')),
      ],
      faults: [
        sending('inventory/router', 'inventory.commands', 'send done in parts', { amount: 900 }),
        sending('inventory/router', 'inventory.commands', 'send done in parts', { amount: 900, occurrence: 2 }),
      ],
    }),
    happened: all(
      inOrder(
        ...['SKU-0', 'SKU-1', 'SKU-1', 'SKU-0'].map((sku) => emits('RESERVE', { sku })),
        emits('ORDER_CANCELLED'),
      ),
      often(2, emits('STOCK_REJECTED')),
      often(2, emits('STOCK_RELEASED')),
    ),
    ends: { one: 'CANCELLED', two: 'CANCELLED' },
  },
  {
    name: 'hundreds of lines, hot SKUs',
    about: 'An order of three hundred lines, and others that want the same SKUs in opposite order',
    plan: plainPlan({
      modes: { batch: 100, partitions: 3 },
      stock: { 'SKU-0': 2, 'SKU-299': 2 },
      actions: [
        place(
          'large',
          Array.from({ length: 300 }, (_, index) => `SKU-${index}`),
        ),
        ...[0, 1, 2].map((index) => place(`small-${index}`, ['SKU-299', 'SKU-0'])),
      ],
    }),
    happened: all(often(300, emits('RESERVE')), often(1, emits('STOCK_REJECTED'))),
  },
  {
    name: 'stock restored older than its outcomes',
    about:
      'The stocks are restored from a backup, under a ledger that has seen nothing of them; an order that comes then is stopped by the high-water mark, until the stock is rebuilt and its dead letters are replayed',
    plan: plainPlan({
      actions: [...many, restoreStock(20, { rebuilt: 'once noticed', newEnvironments: true }), late],
    }),
    happened: stopsLateOrder,
    ends: { late: 'CANCELLED' },
  },
  {
    name: 'stock lost',
    about: 'The same, and the backup does not have the stock at all',
    plan: plainPlan({
      actions: [...many, restoreStock(1_000, { rebuilt: 'once noticed', newEnvironments: true }), late],
    }),
    happened: stopsLateOrder,
    ends: { late: 'CANCELLED' },
  },
  {
    name: 'stock restored and rebuilt at once',
    about: 'The runbook is followed: what was sold stays sold, and the next order finds the units that are left',
    plan: plainPlan({
      stock: { A: 2 },
      actions: [
        place('one', ['A']),
        restoreStock(2, { rebuilt: 'at once', newEnvironments: true }),
        late,
        place('later', ['A'], { at: 20_000, ...once(stocksRestored) }),
      ],
    }),
    happened: all(
      inOrder(
        logs('operator', 'restores the stocks'),
        logs('operator', 'rebuilds the stocks'),
        emits('STOCK_REJECTED'),
      ),
      never(stores('stock', { outdated_by: (version: unknown) => Number(version) > 0 })),
    ),
    ends: { one: 'PAID', late: 'PAID', later: 'CANCELLED' },
  },
];
