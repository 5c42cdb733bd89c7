import type { OrderCreated } from '../../../schemas/generated/types.ts';
import type { Watcher } from '../world/run-plan.ts';
import { firstOccurrences } from './first-occurrences.ts';
import { type Require, requireThat } from './require-that.ts';

const require: Require = requireThat('placed once');

/** Orders of the same content cannot be distinguished. */
const wish = (user: string, token: string, lines: readonly { readonly sku: string; readonly qty: number }[]): string =>
  JSON.stringify([user, token, lines.map(({ sku, qty }) => [sku, qty]).sort()]);

/**
 * However often it is sent with its key, it is one order of one amount. Without a key it is one each time that it is sent:
 * a client that does not know whether it was taken does not send it again.
 */
export const placedOnce = (): Watcher => ({
  begin: (world) => void firstOccurrences(world),
  end: (world) => {
    const allowed = new Map<string, number>();
    for (const action of world.plan.actions) {
      if (action.kind !== 'place') continue;
      const name = wish(action.user, action.token, action.lines);
      allowed.set(name, (allowed.get(name) ?? 0) + (action.repeatable ? 1 : action.times));
    }
    const found = new Map<string, OrderCreated[]>();
    for (const { json } of firstOccurrences(world).of('orders.created')) {
      const event = json as OrderCreated;
      if (event.type !== 'ORDER_CREATED') continue;
      const name = wish(event.user_id, event.payment_token, event.line_items);
      found.set(name, [...(found.get(name) ?? []), event]);
    }
    for (const [name, orders] of found) {
      const most = allowed.get(name) ?? 0;
      const ids = (): string => orders.map(({ order_id }) => order_id).join(', ');
      require(orders.length <= most, () =>
        `${name} was wanted ${most} times, and is ${orders.length} orders: ${ids()}`);
    }
    for (const [name, known] of world.clients.orders) {
      const [first, ...others] = known;
      if (first?.placing.repeatable !== true) continue;
      require(others.length === 0, () =>
        `${name} was answered as ${[first, ...others].map(({ orderId }) => orderId).join(', ')}`);
    }
  },
});
