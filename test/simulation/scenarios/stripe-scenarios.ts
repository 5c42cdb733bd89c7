import type { EventModes, StripeModes } from '../plan/plan.ts';
import { restored } from '../world/restore-payments.ts';
import { gatewayFaults } from '../world/simulated-payment-gateway.ts';
import { all, by, emits, inOrder, logs, never, often, stores, writes } from './facts.ts';
import { ask, once, place, plainPlan, replay, restore, wrong } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

const charge = 'payment/charge';
const reconcile = 'payment/reconcile';
const create = 'Stripe POST /v1/payment_intents';
const confirm = 'Stripe POST /v1/payment_intents/:id/confirm';
const cancel = 'Stripe POST /v1/payment_intents/:id/cancel';

const charged = stores('gateway', { outcome: 'approved' });
const named = stores('payments', { state: 'PENDING', charge_reference: 'pi_1' });
const state = (name: string) => stores('payments', { state: name });
const refuses = { pick: gatewayFaults.indexOf('gateway refuses to serve') };

const account: StripeModes = { debitMs: 60_000, debits: 'succeeded', refundMs: 60_000, failingRefunds: 0 };
const onStripe = (more: Partial<StripeModes> = {}) => ({ stripe: { ...account, ...more } });
const hourMs = 3_600_000;
const inTurn: EventModes = { lateMs: 200, order: 'as they happened', lost: 0, repeated: 0, disputed: 0 };

/** What Stripe does otherwise than the simulated gateway: two steps, debits, refunds that are pending and fail. */
export const stripeScenarios: readonly Scenario[] = [
  {
    name: 'crash between an intent and its name',
    about: 'Stripe makes an intent, and its creator crashes before the name is stored: the look-up by the key finds it',
    plan: plainPlan({
      modes: onStripe(),
      actions: [place('one', ['A'], { token: 'pm_card' })],
      faults: [wrong(charge, create, 'die-after')],
    }),
    happened: all(
      inOrder(
        logs(charge, 'dies: after Stripe POST'),
        stores('payments', { state: 'UNKNOWN', charge_reference: 'pi_1' }),
        charged,
        state('PAID'),
      ),
      never(stores('gateway', { idempotency_key: 'pi_2' })),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'crash between an intent and its confirmation',
    about:
      'The name of an intent is stored, and the process crashes before it is confirmed: the same intent is confirmed later',
    plan: plainPlan({
      modes: onStripe(),
      actions: [place('one', ['A'], { token: 'pm_card' })],
      faults: [wrong(charge, confirm, 'die-before')],
    }),
    happened: all(
      inOrder(named, logs(charge, 'dies: before Stripe POST'), state('UNKNOWN'), charged, state('PAID')),
      often(1, stores('gateway', { idempotency_key: 'pi_1' })),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'confirmation between the look-up and the cancel of its intent',
    about:
      'A confirmation is under way for a minute; its order is cancelled, and the schedule finds the intent unconfirmed. Its cancel comes after the confirmation: Stripe refuses it, and the charge is refunded',
    plan: plainPlan({
      modes: onStripe(),
      actions: [
        place('one', ['A'], { token: 'pm_card' }),
        { kind: 'rebalance', group: 'payment-charge.orders', at: 1_000, ...once(charge) },
        ask('cancel', 'one', { at: 3_000, ...once('ORDER_PROCESSING') }),
        { kind: 'run', function: reconcile, at: 40_000, times: 1 },
      ],
      faults: [
        wrong(charge, confirm, 'late-request', { amount: 61_000 }),
        wrong(charge, 'Stripe GET /v1/payment_intents/:id', 'fault', refuses),
        wrong(reconcile, cancel, 'late-request', { amount: 46_000 }),
      ],
    }),
    happened: inOrder(state('CANCELLING'), charged, by(reconcile, state('REFUNDING')), state('REFUNDED')),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'debit that succeeds after its order was cancelled',
    about:
      'Stripe processes a debit for hours; the order is cancelled meanwhile and stays open at its payment: the debit succeeds, and is refunded',
    plan: plainPlan({
      modes: onStripe({ debitMs: 5 * hourMs }),
      actions: [place('one', ['A'], { token: 'pm_debit' }), ask('cancel', 'one', { at: 60_000 })],
    }),
    happened: all(
      inOrder(
        state('UNKNOWN'),
        emits('ORDER_CANCELLED'),
        state('CANCELLING'),
        charged,
        state('REFUNDING'),
        state('REFUNDED'),
      ),
      inOrder({ what: 'charges after hours', is: (entry) => entry.at > 4 * hourMs && charged.is(entry) }),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'debit whose success an event brings',
    about: 'Stripe processes a debit for a minute: the payment stays open, and the event of its success makes it due',
    plan: plainPlan({
      modes: { ...onStripe(), events: inTurn },
      actions: [place('one', ['A'], { token: 'pm_debit' })],
    }),
    happened: inOrder(
      state('UNKNOWN'),
      charged,
      by('payment/webhook', writes('payments')),
      by(reconcile, state('PAID')),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'dispute of which no event comes',
    about: 'Stripe sends nothing of a dispute: an hour later the schedule looks its events up, and emits each fact',
    plan: plainPlan({
      modes: { ...onStripe(), events: { ...inTurn, lost: 1, disputed: 1 } },
      actions: [
        { kind: 'run', function: reconcile, at: 500, times: 1 },
        place('one', ['A'], { token: 'pm_card' }),
        { kind: 'run', function: reconcile, at: 4_400_000, times: 1, compares: true },
      ],
    }),
    happened: all(
      inOrder(logs('gateway', 'loses charge.dispute.created'), emits('PAYMENT_DISPUTED', { state: 'OPENED' })),
      never(by('payment/webhook', writes('payments'))),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'refund that fails until its order is repaired',
    about:
      'The order is cancelled once it is paid; its refund is pending, and fails. Days later an operator has the cancel emitted again: another refund is made, and succeeds',
    plan: plainPlan({
      modes: onStripe({ failingRefunds: 1 }),
      actions: [
        place('one', ['A'], { token: 'pm_card_pendingRefund' }),
        ask('cancel', 'one', { at: 100, ...once('ORDER_PAID') }),
      ],
    }),
    happened: inOrder(
      charged,
      state('REFUNDING'),
      state('REFUND_FAILED'),
      by('order/admin', emits('ORDER_CANCELLED')),
      state('REFUNDING'),
      stores('gateway', { outcome: 'refunded' }),
      state('REFUNDED'),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'old intent whose payment is lost',
    about:
      'Days after a charge the payments are restored without it, and ORDER_PROCESSING is emitted again: Stripe has forgotten the key, and its search finds the intent by the order',
    plan: plainPlan({
      modes: onStripe(),
      actions: [place('one', ['A'], { token: 'pm_card' }), restore('lost'), replay('ORDER_PROCESSING')],
    }),
    happened: all(
      inOrder(charged, logs('operator', 'restores'), state('UNKNOWN'), state('PAID')),
      often(1, charged),
      never(stores('gateway', { idempotency_key: 'pi_2' })),
    ),
    ends: { one: 'PAID' },
  },
  {
    name: 'old intent cancelled whose payment is lost',
    about:
      'Days after a charge the payments are restored without it, and the order is cancelled: the search finds the intent, and the charge is refunded',
    plan: plainPlan({
      modes: onStripe(),
      actions: [place('one', ['A'], { token: 'pm_card' }), restore('lost'), ask('cancel', 'one', once(restored))],
    }),
    happened: inOrder(
      charged,
      logs('operator', 'restores'),
      state('CANCELLING'),
      state('REFUNDING'),
      state('REFUNDED'),
    ),
    ends: { one: 'CANCELLED' },
  },
];
