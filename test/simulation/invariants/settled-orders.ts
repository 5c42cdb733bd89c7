import { eventId } from '../../../functions/shared/kernel/ids.ts';
import type { OrderState } from '../../../schemas/generated/types.ts';
import type { Watcher } from '../world/run-plan.ts';
import { firstOccurrences } from './first-occurrences.ts';
import { orderRecords } from './order-records.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('settled orders');

/** Where an order may rest: it is over, or it waits for people. */
const resting: ReadonlySet<OrderState | undefined> = new Set<OrderState>([
  'PAID',
  'SHIPPED',
  'COMPLETED',
  'CANCELLED',
  'PAYMENT_FAILED',
]);

const emitted = ['PROCESSING', 'CANCELLED', 'SHIPPED', 'COMPLETED'] as const satisfies readonly OrderState[];

/** What was asked for, and the states in which that has been done or can no more be. */
const asked = {
  ORDER_CANCEL_REQUESTED: ['SHIPPED', 'COMPLETED', 'CANCELLED', 'PAYMENT_FAILED'],
  ORDER_SHIP_REQUESTED: ['SHIPPED', 'COMPLETED', 'CANCELLED'],
  ORDER_COMPLETE_REQUESTED: ['COMPLETED'],
} as const satisfies Readonly<Record<string, readonly OrderState[]>>;

/** Drained, every order is over or waits for people; the state it reached was emitted, and every request was decided. */
export const settledOrders = (): Watcher => ({
  begin: (world) => void firstOccurrences(world),
  end: (world) => {
    const occurrences = firstOccurrences(world);
    const isEmitted = (orderId: string, type: string): boolean =>
      occurrences.find(eventId(orderId, type)) !== undefined;
    for (const { order_id, status, saga } of orderRecords(world)) {
      require(resting.has(status), () => `Order ${order_id} stays ${status}`);
      require(saga['due_at'] === undefined, () => `Order ${order_id} is ${status}, and due at ${saga['due_at']}`);
      for (const state of emitted) {
        require(saga[`reached_${state}`] === undefined || isEmitted(order_id, `ORDER_${state}`), () =>
          `Order ${order_id} reached ${state}, and no event emits it`);
      }
      for (const [type, states] of Object.entries<readonly (OrderState | undefined)[]>(asked)) {
        require(!isEmitted(order_id, type) || states.includes(status), () =>
          `${type} was emitted of order ${order_id}, which stays ${status}`);
      }
    }
    for (const known of world.clients.orders.values()) {
      for (const { orderId, accepted } of known) {
        require(!accepted || isEmitted(orderId, 'ORDER_CREATED'), () =>
          `Order ${orderId} was accepted, and is not in Kafka`);
      }
    }
  },
});
