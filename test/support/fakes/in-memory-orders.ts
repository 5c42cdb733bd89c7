import { isDeepStrictEqual } from 'node:util';
import { secondsAfter } from '../../../functions/order/model/deadlines-domain.ts';
import type { OrderDocument } from '../../../functions/order/model/domain.ts';
import { isPlaced, type NewOrder, newOrder } from '../../../functions/order/model/placed-domain.ts';
import type { DueOrders, Sagas } from '../../../functions/order/model/ports.ts';
import { emptyRecord, type SagaRecord } from '../../../functions/order/model/saga-record-domain.ts';

/** Orders in memory, under the contracts of the ports. */
export class InMemoryOrders implements Sagas, DueOrders {
  readonly #records = new Map<string, SagaRecord>();
  /** How many `save` has made. */
  writes = 0;

  /** As intake stores an order, due after two minutes. */
  async place(order: OrderDocument): Promise<void> {
    await this.create(newOrder(order, secondsAfter(order.created_at, 120)));
  }

  /** Its time to live ends. */
  expire(orderId: string): void {
    this.#records.delete(orderId);
  }

  async create(order: NewOrder) {
    const before = this.#records.get(order.order_id);
    if (before !== undefined && isPlaced(before)) return { created: false, record: before };
    const record = { ...order, version: 1 };
    this.#records.set(order.order_id, record);
    return { created: true, record };
  }

  async load(orderId: string): Promise<SagaRecord | undefined> {
    return this.#records.get(orderId);
  }

  async save(read: SagaRecord | undefined, after: SagaRecord): Promise<SagaRecord | undefined> {
    const before = read ?? emptyRecord(after.order_id);
    if (isDeepStrictEqual(before, after)) return after;
    if (this.#records.get(after.order_id)?.version !== before.version) return undefined;
    const record = { ...after, version: (before.version ?? 0) + 1 };
    this.#records.set(after.order_id, record);
    this.writes += 1;
    return record;
  }

  async before(time: string, limit: number): Promise<readonly string[]> {
    return this.#due(({ at }) => at < time, limit);
  }

  async repaired(limit: number): Promise<readonly string[]> {
    return this.#due(({ attempts }) => attempts > 0, limit);
  }

  #due(wanted: (due: NonNullable<SagaRecord['due']>) => boolean, limit: number): readonly string[] {
    return [...this.#records.values()]
      .flatMap(({ order_id, due }) => (due !== undefined && wanted(due) ? [{ order_id, at: due.at }] : []))
      .sort((a, b) => a.at.localeCompare(b.at))
      .slice(0, limit)
      .map(({ order_id }) => order_id);
  }
}
