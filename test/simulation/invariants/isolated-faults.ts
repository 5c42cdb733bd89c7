import type { Watcher } from '../world/run-plan.ts';
import { firstOccurrences } from './first-occurrences.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('isolated faults');

/** Longer than a schedule takes to come round, shorter than the sweep waits before it repairs what was not emitted. */
const mostMs = 100_000;

/** An event that its function can never emit delays no event of another order. */
export const isolatedFaults = (): Watcher => ({
  begin: (world) => {
    if (world.plan.modes.invalid === undefined) return;
    firstOccurrences(world).listen(({ timestamp }, event) => {
      const orderId: unknown = Reflect.get(event, 'order_id');
      if (typeof orderId !== 'string' || world.invalidEvents.orders.has(orderId)) return;
      const lateMs = timestamp - Date.parse(event.timestamp);
      require(lateMs <= mostMs, () =>
        `${event.type} of order ${orderId} was emitted ${Math.round(lateMs / 1_000)} s after it happened`);
    });
  },
});
