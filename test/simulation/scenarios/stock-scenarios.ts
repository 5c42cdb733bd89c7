import { all, by, type Fact, inOrder, never, often, refused, saidAgain, says, stores, tells } from './facts.ts';
import type { Journal } from './journal.ts';
import { ask, deaf, once, place, plainPlan, sending, wrong } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

const expired = stores('holds', { expired_at: (at: unknown) => at !== undefined });

/** Nobody gives up orders that wait, until the time of their holds is over. */
const nobodySweeps = wrong('order/sweep', 'Query', 'die-before', { times: 45 });

const daysLater = (fact: Fact): Fact => ({
  what: `${fact.what} days later`,
  is: (entry) => entry.at > 86_400_000 && fact.is(entry),
});

/** What the ledger was given and died of, and what it was given next. */
const otherBoundaries = ({ entries }: Journal): string | undefined => {
  const told = entries.filter(({ who }) => who.startsWith('inventory/ledger')).map(({ told: text }) => text ?? '');
  const batches = told.filter((text) => text.startsWith('receives') || text.startsWith('dies'));
  const differs = batches.some((text, index) => {
    const [given, next] = [batches[index - 1], batches[index + 1]];
    return text.startsWith('dies: after BatchExecute') && given !== undefined && next !== undefined && given !== next;
  });
  return differs ? undefined : 'No batch that was decided came again with other boundaries';
};

/** What orders reserve, sell and give back. */
export const stockScenarios: readonly Scenario[] = [
  {
    name: 'reserve said after its release',
    about:
      'The router dies between opening the hold and sending, and nobody routes until the hold has expired: the RELEASE is before its RESERVE',
    plan: plainPlan({
      actions: [place('one', ['A', 'B']), deaf('inventory-router.orders', 2_400_000, once('inventory/router'))],
      faults: [wrong('inventory/router', 'Send inventory.commands', 'die-before')],
    }),
    happened: all(
      inOrder(stores('holds', {}), tells('inventory/router', 'dies'), says('RELEASE'), says('STOCK_RELEASED')),
      inOrder(by('inventory/expire', says('RELEASE')), by('inventory/router', says('RESERVE'))),
      never(says('STOCK_RESERVED')),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'reserve of a zombie after its release',
    about: 'The router stands still before it says RESERVE; another says it, the order is cancelled, then it wakes up',
    plan: plainPlan({
      actions: [
        place('one', ['A']),
        { kind: 'rebalance', group: 'inventory-router.orders', at: 500, ...once('inventory/router') },
        ask('cancel', 'one', { at: 3_000 }),
      ],
      faults: [wrong('inventory/router', 'Send inventory.commands', 'freeze-before', { amount: 20_000 })],
    }),
    happened: inOrder(
      tells('inventory/router', 'stands still'),
      says('RESERVE'),
      says('STOCK_RESERVED'),
      says('RELEASE'),
      says('STOCK_RELEASED'),
      says('RESERVE'),
      says('STOCK_RESERVED'),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'reserve replayed after its order was cancelled',
    about: 'The ledger gives a RESERVE up after three throttles; the order is cancelled; days later it is said again',
    plan: plainPlan({
      modes: { attempts: 3 },
      actions: [place('one', ['A']), ask('cancel', 'one', { at: 20_000 })],
      faults: [wrong('inventory/ledger', 'BatchGet', 'fault', { times: 3, ...once('RESERVE') })],
    }),
    happened: all(
      inOrder(says('RESERVE'), says('RELEASE'), daysLater(says('RESERVE')), says('STOCK_RELEASED')),
      never(says('STOCK_RESERVED')),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'release overtakes commit',
    about: 'A paid order is cancelled while the router does not hear of payments: the COMMIT comes after the RELEASE',
    plan: plainPlan({
      modes: { bystanders: true },
      actions: [
        place('one', ['A', 'B']),
        deaf('inventory-router.payments', 30_000, once('ORDER_PROCESSING')),
        ask('cancel', 'one', { at: 2_000, ...once('ORDER_PAID') }),
      ],
    }),
    happened: all(
      inOrder(stores('orders', { status: 'PAID' }), says('RELEASE'), says('STOCK_RELEASED'), says('COMMIT')),
      never(says('STOCK_COMMITTED')),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'cancel of a paid order',
    about: 'What was sold is given back, the charge too',
    plan: plainPlan({
      actions: [place('one', ['A', 'B']), ask('cancel', 'one', { at: 5_000, ...once('ORDER_PAID') })],
    }),
    happened: inOrder(says('STOCK_COMMITTED'), says('ORDER_CANCELLED'), says('STOCK_RELEASED')),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'same event at two offsets',
    about: 'What the saga, the ledger and the payment service say first is in Kafka twice',
    plan: plainPlan({
      modes: { bystanders: true },
      actions: [place('one', ['A'])],
      faults: ['order/saga', 'inventory/ledger', 'payment/charge'].map((name) =>
        sending(name, 'send done twice', { times: 2 }),
      ),
    }),
    happened: all(...['ORDER_PROCESSING', 'STOCK_ADJUSTED', 'STOCK_RESERVED', 'ORDER_PAID'].map(saidAgain)),
    ends: { one: 'PAID' },
  },
  {
    name: 'batch with other boundaries after a crash',
    about:
      'The ledger dies four times between its decisions and their events; each time its records come again otherwise',
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
    name: 'two orders, two SKUs, opposite order',
    about:
      'Of the last two pieces each order gets one first, since the sends of its lines are done in parts: both lose',
    plan: plainPlan({
      modes: { partitions: 2 },
      stock: { 'SKU-0': 1, 'SKU-1': 1 },
      actions: [
        place('one', ['SKU-0', 'SKU-1']),
        place('two', ['SKU-1', 'SKU-0'], { at: 2_100 }),
        // Nobody gives anything back before all is decided.
        deaf('order-saga.inventory', 3_000, once('RESERVE')),
      ],
      faults: [
        wrong('inventory/router', 'Send inventory.commands', 'fault', { pick: 6, amount: 900 }),
        wrong('inventory/router', 'Send inventory.commands', 'fault', { pick: 6, amount: 900, occurrence: 2 }),
      ],
    }),
    happened: all(
      inOrder(...['SKU-0', 'SKU-1', 'SKU-1', 'SKU-0'].map((sku) => says('RESERVE', { sku })), says('ORDER_CANCELLED')),
      often(2, says('STOCK_REJECTED')),
      often(2, says('STOCK_RELEASED')),
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
    happened: all(often(300, says('RESERVE')), often(1, says('STOCK_REJECTED'))),
  },
  {
    name: 'hold expires before the order is paid',
    about: 'Neither payments nor deadlines go on: what the order holds is given back, and it is cancelled by that',
    plan: plainPlan({
      actions: [place('one', ['A', 'B']), deaf('payment-charge.orders', 2_700_000, once('ORDER_PROCESSING'))],
      faults: [nobodySweeps],
    }),
    happened: inOrder(
      expired,
      says('STOCK_RELEASED', { reason: 'EXPIRED' }),
      stores('orders', { status: 'CANCELLED', reason: 'RESERVATION_EXPIRED' }),
      by('inventory/router', says('RELEASE')),
    ),
    ends: { one: 'CANCELLED' },
  },
  ...(['before', 'after'] as const).map(
    (when): Scenario => ({
      name: when === 'before' ? 'expiry dies before it says the releases' : 'expiry dies before it ends the hold',
      about: `A run dies ${when} it says what a hold gives back; the next one does it to the same byte`,
      plan: plainPlan({
        actions: [
          place('one', ['A', 'B']),
          deaf('payment-charge.orders', 2_700_000, once('ORDER_PROCESSING')),
          deaf('inventory-router.orders', 2_700_000, once('ORDER_PROCESSING')),
        ],
        faults: [nobodySweeps, wrong('inventory/expire', 'Send inventory.commands', `die-${when}`)],
      }),
      happened: all(
        inOrder(expired, tells('inventory/expire', `dies: ${when} Send`)),
        when === 'before'
          ? often(2, by('inventory/expire', says('RELEASE')))
          : often(4, by('inventory/expire', says('RELEASE'))),
      ),
      ends: { one: 'CANCELLED' },
    }),
  ),
  {
    name: 'hold ends as it expires',
    about: 'A payment is routed when the time of the hold is over; the index that the expiry reads is behind',
    plan: plainPlan({
      modes: { staleMs: 5_000 },
      actions: [
        // Its price is known by then, however far reads are behind.
        place('one', ['A'], { at: 10_000 }),
        deaf('inventory-router.payments', 1_801_000, once('ORDER_PROCESSING')),
        { kind: 'run', function: 'inventory/expire', at: 20, times: 12, ...once('COMMIT') },
      ],
    }),
    happened: all(
      inOrder(says('COMMIT')),
      never(expired),
      refused('inventory/expire', 'Update holds SET expired_at', expired),
    ),
    ends: { one: 'PAID' },
  },
];
