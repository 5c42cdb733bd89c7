import type { EventModes } from '../plan/plan.ts';
import { all, by, emits, inOrder, logs, never, often, stores, writes } from './facts.ts';
import { ask, once, place, plainPlan } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

const charged = stores('gateway', { outcome: 'approved' });
const state = (name: string) => stores('payments', { state: name });
const disputed = (name: string) =>
  stores('payments', {
    disputes: (facts: object) => Object.keys(Object(facts)).some((key) => key.endsWith(`:${name}`)),
  });

const inTurn: EventModes = { lateMs: 200, order: 'as they happened', lost: 0, repeated: 0, disputed: 0 };

/** What the gateway sends of charges by itself. */
export const eventScenarios: readonly Scenario[] = [
  {
    name: 'event of the gateway before its answer',
    about:
      'The gateway sends that it works on a charge, and that it succeeded, while it has not answered; the schedule looks the payment up meanwhile',
    plan: plainPlan({
      modes: { events: inTurn },
      actions: [
        place('one', ['A'], { token: 'tok_slow_1500' }),
        { kind: 'run', function: 'payment/reconcile', at: 10, times: 1, ...once('payment_intent.succeeded') },
      ],
    }),
    happened: inOrder(
      charged,
      by('payment/webhook', stores('payments', { state: 'PENDING', due_at: Boolean })),
      by('payment/reconcile', state('PAID')),
      by('payment/reconcile', emits('ORDER_PAID')),
      by('payment/charge', emits('ORDER_PAID')),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'events of the gateway again and out of order',
    about:
      'What the gateway sends of a charge and of its dispute comes in the opposite order, minutes apart; after that all of it comes again, as the same event and as another one of the same fact',
    plan: plainPlan({
      modes: { bystanders: true, events: { ...inTurn, lateMs: 120_000, order: 'reversed', repeated: 1, disputed: 1 } },
      actions: [place('one', ['A'])],
    }),
    happened: all(
      inOrder(
        by('payment/webhook', disputed('FUNDS_WITHDRAWN')),
        emits('PAYMENT_DISPUTED', { state: 'FUNDS_WITHDRAWN' }),
        by('payment/webhook', disputed('OPENED')),
        emits('PAYMENT_DISPUTED', { state: 'OPENED' }),
        logs('gateway', 'charge.dispute.created'),
      ),
      often(3, logs('gateway', 'charge.dispute.closed')),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'failure of an earlier refund comes last',
    about:
      'A charge is refunded; minutes later the gateway’s event of a refund that failed comes, which is not the one that succeeded: the refund is looked up, and stays',
    plan: plainPlan({
      modes: { events: { ...inTurn, lateMs: 120_000, order: 'reversed' } },
      actions: [place('one', ['A']), ask('cancel', 'one', { at: 100, ...once('ORDER_PAID') })],
    }),
    happened: inOrder(
      state('REFUNDED'),
      emits('PAYMENT_REFUNDED'),
      by('payment/webhook', stores('payments', { state: 'REFUNDED', refund_doubted_at: Boolean })),
      by('payment/reconcile', stores('payments', { state: 'REFUNDED', refund_doubted_at: undefined })),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'no event of the gateway comes',
    about: 'The gateway charges, its answer never comes, and each of its events is lost: the schedule finds the charge',
    plan: plainPlan({
      modes: { events: { ...inTurn, lost: 1 } },
      actions: [place('one', ['A'], { token: 'tok_timeout_charged' })],
    }),
    happened: all(
      inOrder(logs('gateway', 'loses payment_intent.succeeded'), charged, by('payment/reconcile', state('PAID'))),
      never(by('payment/webhook', writes('payments'))),
    ),
    ends: { one: 'PAID' },
  },
];
