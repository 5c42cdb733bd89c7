import type { LedgerEntry } from '../../../functions/payment/gateway/simulated/simulated-ledger.ts';
import type { Payment } from '../../../functions/payment/model/domain.ts';
import type { Watcher } from '../world/run-plan.ts';
import { itemOf, onChange } from './changed-items.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('gateway books');

/** How often a key was asked is noted beside the books. */
const isNote = ({ idempotency_key }: LedgerEntry): boolean => idempotency_key.startsWith('attempts:');

interface SagaItem {
  readonly amount?: number;
  readonly reached_PROCESSING?: unknown;
}

/**
 * Each movement of money, in the books of the one who moves it: an order whose lines are all reserved is charged once, its own
 * amount; given back is what was charged, once.
 */
export const gatewayBooks = (): Watcher => {
  /** By order: what was booked under which key. */
  const charged = new Map<string, LedgerEntry>();
  const refunded = new Set<string>();
  return {
    begin: (world) =>
      onChange<LedgerEntry>(world, 'gateway', ({ before, after }) => {
        const entry = (after ?? before) as LedgerEntry;
        if (isNote(entry)) return;
        const { order_id, idempotency_key, amount, outcome, charge_key } = entry;
        if (world.unbooked.has(order_id)) return;
        require(amount > 0, () => `The gateway was asked about order ${order_id}, which costs nothing`);
        require(before === undefined, () => `The entry ${idempotency_key} of order ${order_id} was changed`);
        if (outcome === 'declined' || outcome === 'cancelled') return;
        if (outcome === 'approved') {
          require(!charged.has(order_id), () => `Order ${order_id} was charged twice`);
          charged.set(order_id, entry);
          const order = itemOf<SagaItem>(world, 'orders', { order_id, part: 'ORDER' });
          require(order?.amount === amount, () => `Order ${order_id} of ${order?.amount} was charged ${amount}`);
          // Whatever becomes of the process that asked, its successors know the charge by Stripe's own name.
          const payment = itemOf<Payment>(world, 'payments', { order_id });
          const isNamed = world.plan.modes.stripe === undefined || payment?.charge_reference === idempotency_key;
          require(isNamed || world.restored.has(order_id), () =>
            `Order ${order_id} was charged by ${idempotency_key}, its payment knows ${payment?.charge_reference}`);
          require(order.reached_PROCESSING !== undefined, () =>
            `Order ${order_id} was charged before its lines were reserved`);
          return;
        }
        const charge = charged.get(order_id);
        require(charge?.idempotency_key === charge_key, () =>
          `Order ${order_id} was given back a charge that it does not have`);
        require(charge?.amount === amount, () =>
          `Order ${order_id} was charged ${charge?.amount}, given back ${amount}`);
        require(!refunded.has(order_id), () => `Order ${order_id} was given back its charge twice`);
        refunded.add(order_id);
      }),
  };
};
