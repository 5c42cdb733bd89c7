import { all, by, emits, inOrder, logs, never, often, refused, stores, writes } from './facts.ts';
import { ask, asking, deaf, once, place, plainPlan, replay, restore, wrong } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

const charged = stores('gateway', { outcome: 'approved' });
const state = (name: string) => stores('payments', { state: name });

/** A zombie that sets out to charge; no look-up finds it, the order is cancelled, and it lands after all. */
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

const fenced = inOrder(
  logs('payment/charge', 'meets "late-request"'),
  state('CANCELLING'),
  stores('gateway', { outcome: 'cancelled' }),
  state('CANCELLED'),
  logs('payment/charge', 'dies: its time'),
);

/** Charges with an unknown outcome. */
export const chargeScenarios: readonly Scenario[] = [
  {
    name: 'timeout that did charge',
    about: 'The gateway charges and its answer is lost: only a look-up finds the charge',
    plan: plainPlan({ actions: [place('one', ['A'], { token: 'tok_timeout_charged' })] }),
    happened: all(
      inOrder(charged, state('UNKNOWN'), by('payment/reconcile', state('PAID'))),
      often(1, by('payment/reconcile', emits('ORDER_PAID'))),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'charge lands after the look-up',
    about:
      'A zombie sends a charge and crashes; its successor cannot look the charge up, the order is cancelled, the schedule finds no charge and cancels it at the gateway. It lands after that',
    plan: plainPlan(landsLate),
    happened: all(fenced, never(charged)),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'charge lands between the look-up and the cancel',
    about:
      'The same, and the cancel is under way to the gateway for so long that the charge lands before it: the refusal reveals the charge',
    plan: plainPlan({
      actions: landsLate.actions,
      faults: [...landsLate.faults, wrong('payment/reconcile', 'Gateway cancel', 'late-request', { amount: 46_000 })],
    }),
    happened: inOrder(state('CANCELLING'), charged, by('payment/reconcile', state('REFUNDING')), state('REFUNDED')),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'charge asked for at the last moment',
    about:
      'A payment is taken up just before it is too late to charge; that charge is under way when it is too late, and is cancelled at the gateway before it lands',
    plan: plainPlan({
      actions: [place('one', ['A']), deaf('payment-charge.orders', 290_000, once('payment/charge'))],
      faults: [
        wrong('payment/charge', 'Gateway charge', 'die-before'),
        wrong('payment/charge', 'Gateway charge', 'late-request', { amount: 61_000, occurrence: 2 }),
      ],
    }),
    happened: all(
      inOrder(
        logs('payment/charge', 'dies: before Gateway charge'),
        logs('payment/charge', 'meets "late-request"'),
        logs('payment/charge', 'dies: its time'),
        stores('gateway', { outcome: 'cancelled' }),
        state('FAILED'),
      ),
      never(charged),
    ),
    ends: { one: 'PAYMENT_FAILED' },
  },
  {
    name: 'gateway out of reach for hours',
    about: 'No charge or look-up is answered; the order is cancelled, and nothing is charged',
    plan: plainPlan({
      actions: [place('one', ['A'])],
      faults: ['payment/charge', 'payment/reconcile'].map((name) =>
        asking(name, '', 'gateway refuses to serve', { times: 25 }),
      ),
    }),
    happened: all(
      inOrder(state('UNKNOWN'), by('order/sweep', emits('ORDER_CANCELLED')), state('CANCELLING'), state('CANCELLED')),
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
  {
    name: 'old order whose payment is lost',
    about:
      'Days after a charge the payments are restored without it, and ORDER_PROCESSING is replayed: looked up by the order, since the gateway has forgotten the key',
    plan: plainPlan({ actions: [place('one', ['A']), restore('lost'), replay('ORDER_PROCESSING')] }),
    happened: all(inOrder(charged, logs('operator', 'restores'), state('UNKNOWN'), state('PAID')), often(1, charged)),
    ends: { one: 'PAID' },
  },
  {
    name: 'old order whose payment is restored as it began',
    about: 'The same, and the payments are restored as of before the charge was made',
    plan: plainPlan({ actions: [place('one', ['A']), restore('begun'), replay('ORDER_PROCESSING')] }),
    happened: inOrder(charged, logs('operator', 'restores'), state('UNKNOWN'), state('PAID')),
    ends: { one: 'PAID' },
  },
];
