import { eventId } from '../../../functions/shared/kernel/ids.ts';
import type { KnownOrder } from '../world/clients.ts';
import type { Watcher } from '../world/run-plan.ts';
import { eventOf, firstOccurrences } from './first-occurrences.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('acknowledged orders');

/** What is asked for, whatever the order of the lines. */
const linesOf = (lines: readonly { readonly sku: string; readonly qty: number }[]): string =>
  JSON.stringify(lines.map(({ sku, qty }) => [sku, qty]).sort());

/** An answer 201 describes an order that is in Kafka by then: the lines of the request, at their prices. */
export const acknowledgedOrders = (): Watcher => ({
  begin: (world) => {
    const prices = new Map(world.plan.skus.map(({ sku, price }) => [sku, price]));
    const occurrences = firstOccurrences(world);
    world.onAccepted.push(({ orderId, amount, placing }: KnownOrder) => {
      const record = occurrences.find(eventId(orderId, 'ORDER_CREATED'));
      require(record !== undefined, () => `Order ${orderId} was accepted, and is not in Kafka`);
      const event = eventOf(record);
      require(event.type === 'ORDER_CREATED', () => `Order ${orderId} was accepted by ${record.value}`);
      const cost = placing.lines.reduce((sum, { sku, qty }) => sum + qty * (prices.get(sku) ?? 0), 0);
      require(amount === cost, () => `Order ${orderId} was accepted as ${amount}, and costs ${cost}`);
      require(event.amount === amount && linesOf(event.line_items) === linesOf(placing.lines), () =>
        `Order ${orderId} was accepted as ${amount} for ${linesOf(placing.lines)}, and is ${record.value}`);
    });
  },
});
