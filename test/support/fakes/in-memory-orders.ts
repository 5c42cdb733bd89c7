import { contactOf, type OrderDocument } from '../../../functions/order/model/domain.ts';
import type { Orders } from '../../../functions/order/model/ports.ts';
import type { OrderCreated } from '../../../schemas/generated/types.ts';

/** Orders in memory, under the contract of the port. */
export class InMemoryOrders implements Orders {
  readonly #orders = new Map<string, OrderDocument>();
  readonly confirmed = new Set<string>();

  async create(order: OrderDocument) {
    const before = this.#orders.get(order.order_id);
    if (before !== undefined) return { created: false, order: before };
    this.#orders.set(order.order_id, order);
    return { created: true, order };
  }

  async confirm(event: OrderCreated): Promise<void> {
    const { order_id, user_id, line_items, amount, currency, payment_token, created_at, trace_id } = event;
    const fields = { order_id, user_id, line_items, amount, currency, payment_token, created_at, trace_id };
    await this.create({ ...fields, ...contactOf(event), client: '', fingerprint: '' });
    this.confirmed.add(order_id);
  }

  async find(orderId: string): Promise<OrderDocument | undefined> {
    return this.#orders.get(orderId);
  }
}
