import { isDeepStrictEqual } from 'node:util';
import { type OrderDocument, restoredOrder } from '../../../functions/order/model/domain.ts';
import type { DueOrders, Orders, Sagas } from '../../../functions/order/model/ports.ts';
import { emptyRecord, type SagaRecord } from '../../../functions/order/model/saga-record-domain.ts';
import type { OrderCreated } from '../../../schemas/generated/types.ts';

/** Orders and their records in memory, under the contracts of the ports. */
export class InMemoryOrders implements Orders, Sagas, DueOrders {
  readonly #orders = new Map<string, OrderDocument>();
  readonly #records = new Map<string, SagaRecord>();
  readonly confirmed = new Set<string>();
  /** Of records: how many `save` has made. */
  writes = 0;

  async create(order: OrderDocument) {
    const before = this.#orders.get(order.order_id);
    if (before !== undefined) return { created: false, order: before };
    this.#orders.set(order.order_id, order);
    return { created: true, order };
  }

  async confirm(event: OrderCreated): Promise<void> {
    await this.create(restoredOrder(event));
    this.confirmed.add(event.order_id);
  }

  async find(orderId: string): Promise<OrderDocument | undefined> {
    return this.#orders.get(orderId);
  }

  async load(orderId: string): Promise<SagaRecord | undefined> {
    const [placed, record] = [this.#orders.get(orderId), this.#records.get(orderId)];
    if (placed === undefined) return record;
    return { ...(record ?? emptyRecord(orderId)), placed };
  }

  async save(read: SagaRecord | undefined, after: SagaRecord): Promise<SagaRecord | undefined> {
    const before = read ?? emptyRecord(after.order_id);
    const [{ placed: _, ...known }, { placed: __, ...changed }] = [before, after];
    if (isDeepStrictEqual(known, changed)) return after;
    if (this.#records.get(after.order_id)?.version !== before.version) return undefined;
    const record = { ...changed, version: (before.version ?? 0) + 1 };
    this.#records.set(after.order_id, record);
    this.writes += 1;
    return { ...after, version: record.version };
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
