import type { InvalidEvent, Modes } from '../plan/plan.ts';
import { all, emits, type Fact, inOrder, logs } from './facts.ts';
import { deaf, place, plainPlan, wrong } from './plain-plan.ts';
import type { Scenario } from './scenario.ts';

const orders = [place('one', ['A']), place('two', ['B'], { at: 2_050 })];
/** Some of them come in one batch to a consumer that is deaf for a while. */
const many = [...orders, ...['three', 'four', 'five', 'six'].map((name) => place(name, ['B'], { at: 2_050 }))];

const defective = (name: string, type: string, more: Partial<InvalidEvent> = {}): Partial<Modes> => ({
  batch: 10,
  bystanders: true,
  invalid: [{ function: name, type, nth: 1, ...more }],
});

const daysLater = (type: string): Fact => ({
  what: `emits ${type} days later`,
  is: (entry) => entry.at > 86_400_000 && emits(type).is(entry),
});

/** A consumer whose first event of a type is not valid: the record is dead-lettered, its neighbour's event emitted, and its replay emits it. */
const inBatch = (name: string, type: string, group: string, ends: NonNullable<Scenario['ends']>): Scenario => ({
  name: `${type} of ${name} is not valid`,
  about: `${name} makes a ${type} that is not valid by its schema: the record that causes it is dead-lettered alone, and replayed days later, once the defect is mended`,
  plan: plainPlan({
    seed: 2,
    modes: defective(name, type),
    actions: [...many, deaf(group, 5_000, { at: 1_900 })],
  }),
  happened: all(inOrder(emits(type), daysLater(type)), inOrder(logs(name, 'dead-letters'), daysLater(type))),
  ends,
});

const bothPaid = { one: 'PAID', two: 'PAID' } as const;

/** Events that are not valid by their own schema, for a defect: each hurts the record or the item that causes it alone. */
export const invalidEventScenarios: readonly Scenario[] = [
  inBatch('order/saga', 'ORDER_PROCESSING', 'order-saga.inventory', bothPaid),
  inBatch('inventory/router', 'RESERVE', 'inventory-router.orders', { one: 'CANCELLED', two: 'PAID' }),
  inBatch('inventory/ledger', 'STOCK_RESERVED', 'inventory-ledger.commands', { one: 'CANCELLED', two: 'PAID' }),
  inBatch('payment/charge', 'ORDER_PAID', 'payment-charge.orders', { one: 'CANCELLED', two: 'PAID' }),
  inBatch('notification/send', 'NOTIFICATION_SENT', 'notification-send.orders', bothPaid),
  inBatch('audit/publish', 'AUDIT_RECORDED', 'audit-publish.orders', bothPaid),
  {
    name: 'ORDER_PAID of payment/reconcile is not valid',
    about:
      'Two charges without an answer are found in one run of the schedule; the event of one is not valid for ten minutes: it is parked, and the other emitted',
    plan: plainPlan({
      modes: defective('payment/reconcile', 'ORDER_PAID', { mendedAfterMs: 600_000 }),
      actions: [
        place('one', ['A'], { token: 'tok_timeout_charged' }),
        place('two', ['B'], { token: 'tok_timeout_charged' }),
      ],
    }),
    happened: inOrder(logs('payment/reconcile', 'cannot resolve'), emits('ORDER_PAID'), {
      what: 'emits ORDER_PAID once it is mended',
      is: (entry) => entry.at >= 600_000 && emits('ORDER_PAID').is(entry),
    }),
    ends: bothPaid,
  },
  {
    name: 'ORDER_CANCELLED of order/sweep is not valid',
    about:
      'Two orders are cancelled in one run of the schedule; the event of one is not valid for half an hour: it is put off, and the other emitted',
    plan: plainPlan({
      modes: defective('order/sweep', 'ORDER_CANCELLED', { mendedAfterMs: 2_000_000 }),
      actions: [...orders, deaf('payment-charge.orders', 4_000_000, { at: 1_900 })],
    }),
    happened: inOrder(emits('ORDER_CANCELLED'), logs('order/sweep', 'fails'), {
      what: 'emits ORDER_CANCELLED once it is mended',
      is: (entry) => entry.at >= 2_000_000 && emits('ORDER_CANCELLED').is(entry),
    }),
    ends: { one: 'CANCELLED', two: 'CANCELLED' },
  },
  {
    name: 'NOTIFICATION_SENT of notification/deferred is not valid',
    about:
      'Two notifications of one user are deferred; the event of the first is not valid for five minutes: it is parked, and the other emitted',
    plan: plainPlan({
      modes: defective('notification/deferred', 'NOTIFICATION_SENT', { mendedAfterMs: 300_000 }),
      actions: [place('one', ['A'], { user: 'user' }), place('two', ['B'], { user: 'user' })],
      faults: [wrong('notification/send', 'Provider send', 'fault', { times: 1 })],
    }),
    happened: inOrder(emits('NOTIFICATION_SENT'), logs('notification/deferred', 'fails'), {
      what: 'emits NOTIFICATION_SENT once it is mended',
      is: (entry) => entry.at >= 300_000 && emits('NOTIFICATION_SENT').is(entry),
    }),
    ends: bothPaid,
  },
];
