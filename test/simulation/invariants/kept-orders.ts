import type { Watcher } from '../world/run-plan.ts';
import { itemOf } from './changed-items.ts';
import { firstOccurrences } from './first-occurrences.ts';
import { orderRecords } from './order-records.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('kept orders');

interface OrderItem {
  readonly lines?: string;
  readonly expires_at?: number;
}

/** Drained, an emitted order is stored, with its lines, for good: only those that were never emitted expire. */
export const keptOrders = (): Watcher => ({
  begin: (world) => void firstOccurrences(world),
  end: (world) => {
    for (const { order_id } of orderRecords(world)) {
      const order = itemOf<OrderItem>(world, 'orders', { order_id, part: 'ORDER' });
      require(order?.lines !== undefined, () => `Order ${order_id} was emitted, and is gone`);
      require(order.expires_at === undefined, () =>
        `Order ${order_id} was emitted, and expires at ${order.expires_at}`);
    }
  },
});
