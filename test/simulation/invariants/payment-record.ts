import type { Payment, PaymentState } from '../../../functions/payment/model/domain.ts';
import { paymentId } from '../../../functions/shared/kernel/ids.ts';
import type { Watcher } from '../world/run-plan.ts';
import { onChange } from './changed-items.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('payment record');

/** Where a payment may go from where it stands. What is settled is left only to give back what was charged all the same. */
const edges: Readonly<Record<PaymentState, readonly PaymentState[]>> = {
  PENDING: ['UNKNOWN', 'PAID', 'FAILED', 'CANCELLING'],
  UNKNOWN: ['PAID', 'FAILED', 'CANCELLING'],
  CANCELLING: ['REFUNDING', 'CANCELLED'],
  PAID: ['REFUNDING'],
  FAILED: ['REFUNDING'],
  CANCELLED: ['REFUNDING'],
  REFUNDING: ['REFUNDED', 'REFUND_FAILED'],
  REFUND_FAILED: ['REFUNDING', 'REFUNDED'],
  REFUNDED: ['REFUND_FAILED'],
};

/** Nothing was taken for an order that costs nothing: there is nothing to give back. */
const freeEdges: Readonly<Partial<Record<PaymentState, readonly PaymentState[]>>> = {
  PAID: ['CANCELLED'],
  FAILED: [],
  CANCELLED: [],
};

const edgesOf = ({ state, amount }: Payment): readonly PaymentState[] =>
  (amount === 0 ? freeEdges[state] : undefined) ?? edges[state];

const firstStates: ReadonlySet<PaymentState> = new Set<PaymentState>(['PENDING', 'UNKNOWN', 'CANCELLING', 'CANCELLED']);

/** Once stored, these are emitted in events: they never change. */
const facts = ['order_id', 'payment_id', 'amount', 'currency', 'paid_at', 'failed_at', 'refunded_at'] as const;

const begins = ({ order_id, payment_id, state, version }: Payment): void => {
  require(version === 1 && firstStates.has(state), () =>
    `The payment of order ${order_id} begins as ${state}, version ${version}`);
  require(payment_id === paymentId(order_id), () => `The payment of order ${order_id} is named ${payment_id}`);
};

const goesOn = (before: Payment, after: Payment): void => {
  const { order_id } = after;
  require(after.version === before.version + 1, () =>
    `The payment of order ${order_id} went from version ${before.version} to ${after.version}`);
  require(before.state === after.state || edgesOf(before).includes(after.state), () =>
    `The payment of order ${order_id} went from ${before.state} to ${after.state}`);
  for (const fact of facts) {
    require(before[fact] === undefined || before[fact] === after[fact], () =>
      `The payment of order ${order_id} had ${fact} ${before[fact]}, now ${after[fact]}`);
  }
};

/** Each write of a payment: over the version before, along the edges of its state machine, and facts stay. */
export const paymentRecord = (): Watcher => ({
  begin: (world) =>
    onChange<Payment>(world, 'payments', ({ before, after }) => {
      // Restored from a backup: what it becomes from there is looked at again.
      if (world.restored.has((after ?? before)?.order_id ?? '') && (after?.version ?? 0) <= (before?.version ?? 1))
        return;
      require(after !== undefined, () => `The payment of order ${before?.order_id} was deleted`);
      if (before === undefined) begins(after);
      else goesOn(before, after);
    }),
});
