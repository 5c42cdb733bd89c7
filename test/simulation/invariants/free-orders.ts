import type { Watcher } from '../world/run-plan.ts';
import { itemOf } from './changed-items.ts';
import { firstOccurrences } from './first-occurrences.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('free orders');

const aboutMoney: ReadonlySet<string> = new Set(['order-paid', 'payment-failed', 'payment-refunded']);

/** An order that costs nothing is paid without a gateway: its payment never fails, nothing is given back, and no message is about money. */
export const freeOrders = (): Watcher => ({
  begin: (world) =>
    firstOccurrences(world).listen((_, event) => {
      if (event.type === 'PAYMENT_REFUNDED' || event.type === 'PAYMENT_FAILED') {
        require(event.amount > 0, () => `${event.type} is of order ${event.order_id}, which costs nothing`);
        return;
      }
      if (!('template' in event) || !aboutMoney.has(event.template)) return;
      const { order_id } = event;
      if (order_id === undefined) return;
      const key = { order_id, part: 'ORDER' };
      const amount = itemOf<{ readonly amount?: number }>(world, 'orders', key)?.amount;
      require(amount !== 0, () => `${event.template} was sent of order ${order_id}, which costs nothing`);
    }),
});
