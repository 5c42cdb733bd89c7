import { all, by, inOrder, never, often, refused, says, stores, tells, writes } from './facts.ts';
import { ask, asking, deaf, once, place, plainPlan, wrong } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

const charged = stores('gateway', { outcome: 'approved' });
const state = (name: string) => stores('payments', { state: name });

/** A zombie that sets out to charge; nobody can look that up, the order is cancelled, and it lands after all. */
const landsLate = {
  actions: [
    place('one', ['A']),
    { kind: 'rebalance', group: 'payment-charge.orders', at: 1_000, ...once('payment/charge') },
    ask('cancel', 'one', { at: 3_000, ...once('ORDER_PROCESSING') }),
    { kind: 'run', function: 'payment/reconcile', at: 40_000, times: 1 },
  ],
  faults: [
    wrong('payment/charge', 'Gateway charge', 'late-request', { amount: 61_000 }),
    asking('payment/charge', 'lookup', 'gateway refuses to serve'),
  ],
} as const;

const landedLate = inOrder(
  tells('payment/charge', 'meets "late-request"'),
  state('CANCELLING'),
  tells('payment/charge', 'dies: its time'),
  charged,
  state('REFUNDING'),
  state('REFUNDED'),
);

/** Charges whose outcome nobody knows. */
export const chargeScenarios: readonly Scenario[] = [
  {
    name: 'timeout that did charge',
    about: 'The gateway charges and its answer never comes: only a look-up tells',
    plan: plainPlan({ actions: [place('one', ['A'], { token: 'tok_timeout_charged' })] }),
    happened: all(
      inOrder(charged, state('UNKNOWN'), by('payment/reconcile', state('PAID'))),
      often(1, by('payment/reconcile', says('ORDER_PAID'))),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'charge lands after the look-up',
    about:
      'A zombie sets out to charge and dies; its successor cannot look the charge up, the order is cancelled, the schedule finds no charge. Then it lands',
    plan: plainPlan(landsLate),
    // Looked up before it landed: put off until it must have.
    happened: all(landedLate, inOrder(state('CANCELLING'), by('payment/reconcile', writes('payments')), charged)),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'charge lands after the look-up of another clock',
    about: 'The same, and the clock of who looks it up is minutes ahead of that of who sets out to charge',
    // One of the seeds with such clocks.
    plan: { ...plainPlan({ ...landsLate, modes: { skewMs: 180_000 } }), seed: 2 },
    happened: landedLate,
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'charge asked for at the last moment',
    about: 'A payment is taken up just before it is too late to charge; that charge is under way when it is too late',
    plan: plainPlan({
      actions: [place('one', ['A']), deaf('payment-charge.orders', 290_000, once('payment/charge'))],
      faults: [
        wrong('payment/charge', 'Gateway charge', 'die-before'),
        wrong('payment/charge', 'Gateway charge', 'late-request', { amount: 61_000, occurrence: 2 }),
      ],
    }),
    happened: inOrder(
      tells('payment/charge', 'dies: before Gateway charge'),
      stores('payments', { asked_at: Boolean }),
      tells('payment/charge', 'meets "late-request"'),
      tells('payment/charge', 'dies: its time'),
      charged,
      state('PAID'),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'gateway out of reach for hours',
    about: 'Nobody serves charges or look-ups; the order is given up, and nothing is charged',
    plan: plainPlan({
      actions: [place('one', ['A'])],
      faults: ['payment/charge', 'payment/reconcile'].map((name) =>
        asking(name, '', 'gateway refuses to serve', { times: 25 }),
      ),
    }),
    happened: all(
      inOrder(state('UNKNOWN'), by('order/sweep', says('ORDER_CANCELLED')), state('CANCELLING'), state('CANCELLED')),
      inOrder({ what: 'ends after hours', is: (entry) => entry.at > 7_200_000 && state('CANCELLED').is(entry) }),
      never(charged),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'two runs at one payment',
    about: 'Runs of the schedule find the same payment due at the same time',
    plan: plainPlan({
      actions: [
        place('one', ['A'], { token: 'tok_timeout' }),
        { kind: 'run', function: 'payment/reconcile', at: 19_600, times: 3 },
      ],
    }),
    happened: all(
      inOrder(state('UNKNOWN'), by('payment/reconcile', state('PAID'))),
      refused('payment/reconcile', 'Put payments', writes('payments')),
    ),
    ends: { one: 'PAID' },
  },
];
