import type { LedgerEntry } from '../../../functions/payment/gateway/simulated/simulated-ledger.ts';
import type { Payment, PaymentState } from '../../../functions/payment/model/domain.ts';
import { eventId } from '../../../functions/shared/kernel/ids.ts';
import type { Watcher } from '../world/run-plan.ts';
import { itemsOf } from './changed-items.ts';
import { firstOccurrences } from './first-occurrences.ts';
import { isSold, type OrderRecord, orderRecords } from './order-records.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('charged orders');

/** Facts that a payment stores, and the events that carry them. */
const facts = [
  ['paid_at', 'ORDER_PAID'],
  ['failed_at', 'PAYMENT_FAILED'],
  ['refunded_at', 'PAYMENT_REFUNDED'],
] as const;

/** The books of the payment service, by what became of the order. A decline may come with a cancel: one of both is first. */
const statesOf = ({ status, saga, amount }: OrderRecord): readonly (PaymentState | undefined)[] => {
  switch (status) {
    case 'PAID':
    case 'SHIPPED':
    case 'COMPLETED':
      return ['PAID'];
    case 'PAYMENT_FAILED':
      if (amount === 0) return [];
      // Closed as not charged, and charged after all.
      return ['FAILED', 'REFUNDED'];
    case 'CANCELLED':
      // Nothing is given back of an order that costs nothing.
      if (amount === 0) return ['CANCELLED'];
      return saga['reached_PAID'] !== undefined ? ['REFUNDED'] : ['CANCELLED', 'REFUNDED', 'FAILED'];
    default:
      return [];
  }
};

/** Drained, to the penny: charged less refunded is what the order costs where it stands paid, nothing anywhere else. */
export const chargedOrders = (): Watcher => ({
  begin: (world) => void firstOccurrences(world),
  end: (world) => {
    const balances = new Map<string, number>();
    for (const { order_id, amount, outcome } of itemsOf<LedgerEntry>(world, 'gateway')) {
      const moved = outcome === 'approved' ? amount : outcome === 'refunded' ? -amount : 0;
      if (order_id !== undefined) balances.set(order_id, (balances.get(order_id) ?? 0) + moved);
    }
    const payments = new Map(itemsOf<Payment>(world, 'payments').map((payment) => [payment.order_id, payment]));
    for (const payment of payments.values()) {
      for (const [fact, type] of facts) {
        const isEmitted = firstOccurrences(world).find(eventId(payment.order_id, type)) !== undefined;
        require(payment[fact] === undefined || isEmitted, () =>
          `The payment of order ${payment.order_id} has ${fact}, and no event emits it`);
      }
    }
    const orders = orderRecords(world);
    for (const order of orders) {
      const { order_id, status, amount } = order;
      const balance = balances.get(order_id) ?? 0;
      balances.delete(order_id);
      const owed = isSold(order) ? amount : 0;
      require(balance === owed || world.unbooked.has(order_id), () =>
        `Order ${order_id} is ${status} and costs ${amount}: its customer paid ${balance}`);
      const state = payments.get(order_id)?.state;
      // A payment that was restored knows what it has been asked since.
      require(world.restored.has(order_id) || statesOf(order).includes(state), () =>
        `Order ${order_id} is ${status}, its payment is ${state}`);
    }
    for (const [orderId, balance] of balances)
      require(balance === 0, () => `No record has order ${orderId}, whose customer paid ${balance}`);
    // A comparison while faults still delay a payment is right to report it. Here every payment has its outcome by now.
    const [difference] = world.differences.filter((each) => !each.startsWith('STILL_OPEN'));
    require(difference === undefined || world.restored.size + world.unbooked.size > 0, () =>
      `The gateway's statement differs from the payments: ${difference}`);
  },
});
