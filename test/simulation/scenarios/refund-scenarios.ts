import { restored } from '../world/restore-payments.ts';
import { all, by, emits, inOrder, logs, never, stores, writes } from './facts.ts';
import { ask, once, place, plainPlan, replay, restore, wrong } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

const charged = stores('gateway', { outcome: 'approved' });
const state = (name: string) => stores('payments', { state: name });

/** Charges of orders that are cancelled. */
export const refundScenarios: readonly Scenario[] = [
  {
    name: 'cancel races payment',
    about: 'The charge is made and its answer is lost; the order is cancelled before a look-up',
    plan: plainPlan({
      modes: { bystanders: true },
      actions: [
        place('one', ['A'], { token: 'tok_timeout_charged' }),
        ask('cancel', 'one', { at: 100, ...once('ORDER_PROCESSING') }),
      ],
    }),
    happened: inOrder(charged, state('CANCELLING'), state('REFUNDING'), state('REFUNDED')),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'cancel of an order that costs nothing',
    about: 'An order of amount 0 is paid without the gateway, and cancelled: nothing is refunded',
    plan: plainPlan({
      price: 0,
      modes: { bystanders: true },
      actions: [place('one', ['A']), ask('cancel', 'one', { at: 5_000, ...once('ORDER_PAID') })],
    }),
    happened: all(
      inOrder(emits('ORDER_PAID', { amount: 0 }), emits('ORDER_CANCELLED'), state('CANCELLED')),
      never(writes('gateway')),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'paid after its cancel',
    about: 'The order is cancelled while the gateway answers: ORDER_PAID belongs to a cancelled order, and is refunded',
    plan: plainPlan({
      modes: { bystanders: true },
      actions: [
        place('one', ['A'], { token: 'tok_slow_1500' }),
        ask('cancel', 'one', { at: 100, ...once('ORDER_PROCESSING') }),
      ],
    }),
    happened: all(
      inOrder(
        charged,
        emits('ORDER_CANCELLED'),
        emits('ORDER_PAID'),
        stores('orders', { status: 'CANCELLED', payment: Boolean }),
      ),
      inOrder(emits('ORDER_CANCELLED'), state('PAID'), state('REFUNDED'), emits('PAYMENT_REFUNDED')),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'cancel while its payment is emitted',
    about: 'The schedule is suspended between a charge and ORDER_PAID; meanwhile the order is cancelled',
    plan: plainPlan({
      actions: [
        place('one', ['A'], { token: 'tok_timeout_charged' }),
        ask('cancel', 'one', { at: 500, ...once('payment/reconcile') }),
      ],
      faults: [wrong('payment/reconcile', 'Send payments.completed', 'freeze-before', { amount: 30_000 })],
    }),
    happened: inOrder(
      by('payment/reconcile', state('PAID')),
      logs('payment/reconcile', 'stands still'),
      state('REFUNDING'),
      emits('ORDER_PAID'),
      state('REFUNDED'),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'old order cancelled whose payment is lost',
    about:
      'Days after a charge the payments are restored without it, and the order is cancelled: the charge is found by the order, and refunded',
    plan: plainPlan({ actions: [place('one', ['A']), restore('lost'), ask('cancel', 'one', once(restored))] }),
    happened: inOrder(
      charged,
      logs('operator', 'restores'),
      state('CANCELLING'),
      state('REFUNDING'),
      state('REFUNDED'),
    ),
    ends: { one: 'CANCELLED' },
  },
  {
    name: 'old cancel whose payment is restored as it began',
    about:
      'Days after a refund the payments are restored as of before the charge, and ORDER_CANCELLED is replayed: only what has not been refunded yet is refunded',
    plan: plainPlan({
      actions: [
        place('one', ['A']),
        ask('cancel', 'one', { at: 100, ...once('ORDER_PAID') }),
        restore('begun'),
        replay('ORDER_CANCELLED'),
      ],
    }),
    happened: inOrder(state('REFUNDED'), logs('operator', 'restores'), state('REFUNDING'), state('REFUNDED')),
    ends: { one: 'CANCELLED' },
  },
];
