import type { Action } from '../../plan/plan.ts';
import { at, type MutationScenario, order, planOf } from './scenario.ts';

const ledger = 'inventory/ledger';
const expire = 'inventory/expire';
const commands = 'Send inventory.commands';

/** Nobody tells the router that the order was paid, until its hold is over. */
const deaf: readonly Action[] = [
  { kind: 'hold', at: 2_100, group: 'inventory-router.payments', forMs: 2_400_000 },
  { kind: 'hold', at: 2_100, group: 'inventory-router.orders', forMs: 2_400_000 },
];

/** So many orders of one SKU at once that its log does not hold their outcomes. */
const everybody = Array.from({ length: 14 }, (_, index) =>
  order({ at: 2_000 + index, order: `order-${index}`, user: `user-${index}` }),
);

/** Stocks, and what orders hold of them. */
export const stockScenarios: readonly MutationScenario[] = [
  { name: 'hold expires unheard', plan: planOf({ actions: [order(), ...deaf] }), ends: { one: 'CANCELLED' } },
  {
    name: 'expiry dies before it ends the hold',
    plan: planOf({ actions: [order(), ...deaf], faults: [at(expire, commands, 'die-after')] }),
  },
  {
    name: 'expiry dies before it says the releases',
    plan: planOf({ actions: [order(), ...deaf], faults: [at(expire, commands, 'die-before')] }),
  },
  {
    name: 'two open one stock',
    plan: planOf({
      actions: [order(), { kind: 'rebalance', at: 5_000, group: 'inventory-ledger.commands' }],
      faults: [at(ledger, 'BatchExecuteStatement stock', 'freeze-before', { amount: 10_000 })],
    }),
  },
  { name: 'one SKU for everybody', plan: planOf({ modes: { batch: 10 }, actions: everybody }) },
  {
    name: 'one SKU for everybody, read late',
    plan: planOf({ modes: { batch: 10, staleMs: 5_000 }, actions: everybody }),
  },
];
