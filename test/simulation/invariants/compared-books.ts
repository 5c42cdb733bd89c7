import type { LedgerEntry } from '../../../functions/payment/gateway/simulated/simulated-ledger.ts';
import { paymentId } from '../../../functions/shared/kernel/ids.ts';
import type { Watcher } from '../world/run-plan.ts';
import { itemOf, itemsOf } from './changed-items.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('compared books');

/** Drained, what one of both books has lost was reported by their comparison, where a plan has that run late enough. */
export const comparedBooks = (): Watcher => ({
  end: (world) => {
    const { plan, unbooked, restored, differences } = world;
    if (!plan.actions.some((action) => action.kind === 'run' && action.compares === true)) return;
    for (const orderId of unbooked) {
      const expected = `CHARGE_NOT_AT_GATEWAY ${paymentId(orderId)}`;
      require(differences.includes(expected), () =>
        `The gateway has lost the charge of order ${orderId}, and nothing reports it`);
    }
    for (const { order_id, outcome, idempotency_key } of itemsOf<LedgerEntry>(world, 'gateway')) {
      if (outcome !== 'approved' || !restored.has(order_id)) continue;
      const isLost = itemOf(world, 'payments', { order_id }) === undefined;
      require(!isLost || differences.includes(`NOT_IN_OUR_BOOKS ${idempotency_key}`), () =>
        `The payment of order ${order_id} is lost, and nothing reports its charge`);
    }
  },
});
