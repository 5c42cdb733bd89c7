import { all, by, inOrder, never, often, refused, says, stores, tells } from './facts.ts';
import { deaf, once, place, plainPlan, wrong } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

const expired = stores('holds', { expired_at: (at: unknown) => at !== undefined });
/** Nobody gives up orders that wait, until the time of their holds is over. */
const nobodySweeps = wrong('order/sweep', 'Query', 'die-before', { times: 45 });

/** What orders hold for too long. */
export const holdScenarios: readonly Scenario[] = [
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
    name: 'hold expires before the order is paid',
    about:
      'Neither payments nor deadlines go on: what the order holds is given back, and it is cancelled by that, before payments go on',
    plan: plainPlan({
      actions: [
        place('one', ['A', 'B']),
        // It would be paid soon after.
        deaf('payment-charge.orders', 1_830_000, once('ORDER_PROCESSING')),
        { kind: 'run', function: 'inventory/expire', at: 1_810_000, times: 1 },
      ],
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
