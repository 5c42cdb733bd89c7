import { at, gatewayFault, type MutationScenario, order, planOf } from './scenario.ts';

const charge = 'payment/charge';

/** Charges and refunds. */
export const paymentScenarios: readonly MutationScenario[] = [
  {
    name: 'refund without an answer',
    plan: planOf({
      actions: [order(), { kind: 'cancel', order: 'one', at: 5_000 }],
      faults: [at(charge, 'Gateway refund', 'fault', { pick: gatewayFault.answerLost })],
    }),
  },
  {
    name: 'charge of what was left, and its cancel',
    plan: planOf({
      actions: [
        order(),
        { kind: 'hold', at: 2_120, group: 'payment-charge.orders', forMs: 58_000 },
        { kind: 'cancel', order: 'one', at: 60_000 },
        { kind: 'rebalance', at: 62_500, group: 'payment-charge.orders' },
      ],
      faults: [
        at(charge, 'Gateway charge', 'die-before'),
        at(charge, 'Gateway charge', 'late-request', { amount: 62_000, occurrence: 2 }),
        at(charge, 'Gateway charge', 'fault', { pick: gatewayFault.refuses, occurrence: 3 }),
      ],
    }),
  },
  {
    name: 'charge answered after its cancel was closed',
    plan: planOf({
      // The clock of whoever closes it is so far ahead that the charge has landed by it.
      modes: { skewMs: 600_000 },
      actions: [
        order(),
        { kind: 'rebalance', at: 4_000, group: 'payment-charge.orders' },
        { kind: 'cancel', order: 'one', at: 6_000 },
      ],
      faults: [
        at(charge, 'Gateway charge', 'late-request', { amount: 40_000 }),
        at(charge, 'Gateway lookup', 'fault', { pick: gatewayFault.refuses }),
        at(charge, 'Gateway lookup', 'fault', { pick: gatewayFault.refuses, occurrence: 2 }),
      ],
    }),
  },
  {
    name: 'charge answered after its cancel was closed, to one who dies',
    plan: planOf({
      modes: { skewMs: 600_000 },
      actions: [
        order(),
        { kind: 'rebalance', at: 4_000, group: 'payment-charge.orders' },
        { kind: 'cancel', order: 'one', at: 6_000 },
      ],
      faults: [
        at(charge, 'Gateway charge', 'late-request', { amount: 40_000 }),
        at(charge, 'Gateway lookup', 'fault', { pick: gatewayFault.refuses }),
        at(charge, 'Gateway lookup', 'fault', { pick: gatewayFault.refuses, occurrence: 2 }),
        at(charge, 'Gateway refund', 'die-before'),
      ],
    }),
  },
  {
    name: 'charge answered after it was given up',
    plan: planOf({
      seed: 31,
      modes: { skewMs: 600_000 },
      actions: [
        order(),
        { kind: 'hold', at: 2_120, group: 'payment-charge.orders', forMs: 300_000 },
        { kind: 'rebalance', at: 304_000, group: 'payment-charge.orders' },
      ],
      faults: [
        at(charge, 'Gateway charge', 'die-before'),
        at(charge, 'Gateway charge', 'late-request', { amount: 45_000, occurrence: 2 }),
        at(charge, 'Gateway lookup', 'fault', { pick: gatewayFault.refuses, occurrence: 2 }),
        at(charge, 'Gateway lookup', 'fault', { pick: gatewayFault.refuses, occurrence: 3 }),
      ],
    }),
  },
  {
    name: 'gateway that never answers',
    plan: planOf({ actions: [order({ token: 'tok_error' })] }),
    ends: { one: 'PAYMENT_FAILED' },
  },
  {
    name: 'cancel overtaken by its charge',
    plan: planOf({
      actions: [order({ token: 'tok_timeout_charged' }), { kind: 'cancel', order: 'one', at: 6_000 }],
      faults: [at(charge, 'Put payments IF version = ?', 'late-request', { amount: 20_000, occurrence: 2 })],
    }),
  },
  {
    name: 'refund made by one who dies',
    plan: planOf({
      actions: [order(), { kind: 'cancel', order: 'one', at: 5_000 }],
      faults: [
        at(charge, 'Gateway refund', 'fault', { pick: gatewayFault.answerLost }),
        at('payment/reconcile', 'Send payments.completed', 'die-before'),
      ],
    }),
  },
];
