import { all, by, emits, type Fact, inOrder, logs, never, often, stores } from './facts.ts';
import { ask, deaf, once, place, plainPlan, sending, wrong } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

const router = 'inventory/router';
const commands = 'Send inventory.commands';

const afterSeconds = (seconds: number, fact: Fact): Fact => ({
  what: `${fact.what}, ${seconds} seconds after the start`,
  is: (entry) => entry.at > seconds * 1_000 && fact.is(entry),
});

const deadLetters = by('order/sweep', emits('ORDER_CANCELLED', { reason: 'TIMEOUT' }));

/** What orders hold for long. */
export const holdScenarios: readonly Scenario[] = [
  {
    name: 'reserve emitted after its release',
    about:
      'The router emits the RESERVE of one line of two until ORDER_CREATED is dead-lettered, and no repair runs: the order times out, and the RELEASE of the other line is days before its RESERVE',
    plan: plainPlan({
      modes: { attempts: 3 },
      actions: [place('one', ['A', 'B'])],
      faults: [
        sending(router, 'inventory.commands', 'send half done', { times: 3 }),
        wrong('order/sweep', 'Query', 'die-before', { times: 25 }),
      ],
    }),
    happened: all(
      inOrder(
        ...[stores('holds', {}), logs(router, 'meets "send half done"'), deadLetters],
        ...[emits('RELEASE', { sku: 'B' }), emits('STOCK_RELEASED', { sku: 'B' })],
        afterSeconds(86_400, emits('RESERVE', { sku: 'B' })),
      ),
      never(emits('STOCK_RESERVED', { sku: 'B' })),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'reserved after it was cancelled',
    about:
      'The router crashes between opening the hold and sending, and no router runs until the order is cancelled: it is reserved late, and released',
    plan: plainPlan({
      actions: [place('one', ['A', 'B']), deaf('inventory-router.orders', 2_400_000, once(router))],
      faults: [wrong(router, commands, 'die-before')],
    }),
    happened: all(
      inOrder(stores('holds', {}), logs(router, 'dies'), deadLetters, emits('RESERVE'), emits('STOCK_RESERVED')),
      often(2, emits('STOCK_RELEASED')),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'shipped long before its stock is sold',
    about:
      'An order is paid and shipped while the router does not consume payments for forty minutes: its COMMIT comes after that',
    plan: plainPlan({
      modes: { bystanders: true },
      actions: [
        place('one', ['A', 'B']),
        deaf('inventory-router.payments', 2_400_000, once('ORDER_PROCESSING')),
        ask('ship', 'one', { at: 2_000, ...once('ORDER_PAID') }),
      ],
    }),
    happened: all(
      inOrder(
        emits('ORDER_PAID'),
        emits('ORDER_SHIPPED'),
        afterSeconds(2_400, emits('COMMIT')),
        emits('STOCK_COMMITTED'),
      ),
      never(emits('RELEASE')),
    ),
    ends: { one: 'SHIPPED' },
  },
];
