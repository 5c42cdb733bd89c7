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
        at(charge, 'Gateway charge', 'late-request', { amount: 58_000, occurrence: 2 }),
      ],
    }),
  },
];
