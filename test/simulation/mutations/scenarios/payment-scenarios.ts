import { asking, plainPlan, wrong } from '../../scenarios/plain-plan.ts';
import { type MutationScenario, order } from './scenario.ts';

const charge = 'payment/charge';

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
    name: 'refund made by an invocation that crashes',
    plan: plainPlan({
      actions: [order(), { kind: 'cancel', order: 'one', at: 5_000 }],
      faults: [
        asking(charge, 'refund', 'gateway answer lost'),
        wrong('payment/reconcile', 'Send payments.completed', 'die-before'),
      ],
    }),
  },
];
