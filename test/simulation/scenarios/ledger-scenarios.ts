import { emits, inOrder, logs } from './facts.ts';
import type { Journal } from './journal.ts';
import { deaf, once, place, plainPlan, wrong } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

/** What the ledger was given and died of, and what it was given next. */
const otherBoundaries = ({ entries }: Journal): string | undefined => {
  const logged = entries.filter(({ who }) => who.startsWith('inventory/ledger')).map(({ logged: text }) => text ?? '');
  const batches = logged.filter((text) => text.startsWith('receives') || text.startsWith('dies'));
  const differs = batches.some((text, index) => {
    const [given, next] = [batches[index - 1], batches[index + 1]];
    return text.startsWith('dies: after BatchExecute') && given !== undefined && next !== undefined && given !== next;
  });
  return differs ? undefined : 'No batch that was decided came again with other boundaries';
};

/** Decisions of one batch, made by two. */
export const ledgerScenarios: readonly Scenario[] = [
  {
    name: 'batch with other boundaries after a crash',
    about:
      'The ledger crashes four times between its decisions and their events; each time its records are redelivered in other batches',
    plan: plainPlan({
      modes: { batch: 6 },
      stock: { A: 7 },
      actions: [
        ...Array.from({ length: 12 }, (_, index) => place(`order-${index}`, ['A'])),
        deaf('inventory-ledger.commands', 3_000, once('RESERVE')),
      ],
      faults: [wrong('inventory/ledger', 'BatchExecuteStatement', 'die-after', { times: 4, ...once('RESERVE') })],
    }),
    happened: otherBoundaries,
  },
  {
    name: 'ledger overtaken by its successor',
    about:
      'The ledger is suspended before it writes its decisions; another decides the same, and more, then it resumes',
    plan: plainPlan({
      actions: [
        place('one', ['A']),
        { kind: 'rebalance', group: 'inventory-ledger.commands', at: 500, ...once('inventory/ledger') },
        place('two', ['A'], { at: 6_000 }),
      ],
      faults: [
        wrong('inventory/ledger', 'BatchExecuteStatement', 'freeze-before', { amount: 10_000, ...once('RESERVE') }),
      ],
    }),
    happened: inOrder(
      logs('inventory/ledger', 'stands still'),
      ...['STOCK_RESERVED', 'STOCK_COMMITTED', 'STOCK_RESERVED', 'STOCK_COMMITTED', 'STOCK_RESERVED'].map((type) =>
        emits(type),
      ),
    ),
    ends: { one: 'PAID', two: 'PAID' },
  },
];
