import type { Action } from '../../plan/plan.ts';
import { asking, deaf, once, plainPlan, wrong } from '../../scenarios/plain-plan.ts';
import { type MutationScenario, order } from './scenario.ts';

const charge = 'payment/charge';

/** Whoever is to charge dies before he does; another sets out to just before it is too late, and a third takes over meanwhile. */
const askedLate = [
  wrong(charge, 'Gateway charge', 'die-before'),
  wrong(charge, 'Gateway charge', 'late-request', { amount: 61_000, occurrence: 2 }),
];
const leftAlone = deaf('payment-charge.orders', 290_000, once(charge));
const takenOver: Action = { kind: 'rebalance', at: 293_000, after: { of: charge }, group: 'payment-charge.orders' };

/** Charges and refunds. */
export const paymentScenarios: readonly MutationScenario[] = [
  {
    name: 'refund without an answer',
    plan: plainPlan({
      actions: [order(), { kind: 'cancel', order: 'one', at: 5_000 }],
      faults: [asking(charge, 'refund', 'gateway answer lost')],
    }),
  },
  {
    name: 'charge asked for late, and looked up by a clock ahead',
    plan: plainPlan({
      seed: 14,
      modes: { skewMs: 300_000 },
      actions: [order(), leftAlone, takenOver],
      faults: askedLate,
    }),
  },
  {
    name: 'charge of what was left, and its cancel',
    plan: plainPlan({
      seed: 12,
      modes: { skewMs: 300_000 },
      actions: [order(), leftAlone, { kind: 'cancel', order: 'one', at: 291_000 }, takenOver],
      faults: [...askedLate, asking(charge, 'charge', 'gateway refuses to serve', { occurrence: 3 })],
    }),
  },
  {
    name: 'charge answered after its cancel was closed',
    plan: plainPlan({
      seed: 4,
      // The clock of whoever closes it is so far ahead that the charge has landed by it.
      modes: { skewMs: 600_000 },
      actions: [
        order(),
        { kind: 'rebalance', at: 4_000, group: 'payment-charge.orders' },
        { kind: 'cancel', order: 'one', at: 6_000 },
      ],
      faults: [
        wrong(charge, 'Gateway charge', 'late-request', { amount: 40_000 }),
        asking(charge, 'lookup', 'gateway refuses to serve'),
        asking(charge, 'lookup', 'gateway refuses to serve', { occurrence: 2 }),
      ],
    }),
  },
  {
    name: 'charge answered after its cancel was closed, to one who dies',
    plan: plainPlan({
      seed: 4,
      modes: { skewMs: 600_000 },
      actions: [
        order(),
        { kind: 'rebalance', at: 4_000, group: 'payment-charge.orders' },
        { kind: 'cancel', order: 'one', at: 6_000 },
      ],
      faults: [
        wrong(charge, 'Gateway charge', 'late-request', { amount: 40_000 }),
        asking(charge, 'lookup', 'gateway refuses to serve'),
        asking(charge, 'lookup', 'gateway refuses to serve', { occurrence: 2 }),
        wrong(charge, 'Gateway refund', 'die-before'),
      ],
    }),
  },
  {
    name: 'charge answered after it was given up',
    plan: plainPlan({
      // The clock of whoever takes it over is so far ahead that it may not be charged any more, and the charge has landed.
      seed: 2,
      modes: { skewMs: 600_000 },
      actions: [order(), { kind: 'rebalance', at: 4_000, group: 'payment-charge.orders' }],
      faults: [wrong(charge, 'Gateway charge', 'late-request', { amount: 40_000 })],
    }),
  },
  {
    name: 'gateway that never answers',
    plan: plainPlan({ actions: [order({ token: 'tok_error' })] }),
    ends: { one: 'PAYMENT_FAILED' },
  },
  {
    name: 'cancel overtaken by its charge',
    plan: plainPlan({
      actions: [order({ token: 'tok_timeout_charged' }), { kind: 'cancel', order: 'one', at: 6_000 }],
      faults: [wrong(charge, 'Put payments IF version = ?', 'late-request', { amount: 20_000, occurrence: 2 })],
    }),
  },
  {
    name: 'refund made by one who dies',
    plan: plainPlan({
      actions: [order(), { kind: 'cancel', order: 'one', at: 5_000 }],
      faults: [
        asking(charge, 'refund', 'gateway answer lost'),
        wrong('payment/reconcile', 'Send payments.completed', 'die-before'),
      ],
    }),
  },
];
