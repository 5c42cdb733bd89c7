import type { NewOrder, SubmittedOrder } from '../../../bin/client/orders-api.ts';
import type { LoadTarget } from '../../../bin/load/load-target.ts';
import type { OrderStatus } from '../../../schemas/generated/types.ts';
import type { VirtualClock } from './virtual-clock.ts';

interface StoredOrder {
  readonly id: string;
  readonly order: NewOrder;
  readonly createdAt: number;
  readonly paidAt: number;
}

export interface FakePlatformFaults {
  /** Milliseconds that the answer to a request takes that is sent at this time. */
  readonly answerMs?: (sentAt: number) => number;
  /** Milliseconds from the acceptance to PAID; infinite: the order stays in PROCESSING. */
  readonly paidMs?: (index: number) => number;
  /** Replaces the answer to the n-th attempt; `isPlaced`: the order is placed all the same. */
  readonly fault?: (attempt: number) => { readonly status: number | undefined; readonly isPlaced: boolean } | undefined;
  /** The n-th order is acknowledged and forgotten. */
  readonly isLost?: (index: number) => boolean;
  /** Units that are missing in the stock of each SKU at the end. */
  readonly missingUnits?: number;
  /** Paid orders that the views do not count. */
  readonly missingInViews?: number;
}

const initialUnits = 1_000;

/** A platform in memory, on the virtual clock. */
export class FakeLoadTarget implements LoadTarget {
  readonly submittedAt: number[] = [];
  statusReads = 0;
  readonly #orders = new Map<string, StoredOrder>();
  readonly #lost = new Set<string>();
  readonly #clock: VirtualClock;
  readonly #faults: FakePlatformFaults;

  constructor(clock: VirtualClock, faults: FakePlatformFaults = {}) {
    this.#clock = clock;
    this.#faults = faults;
  }

  async submit(order: NewOrder, key: string): Promise<SubmittedOrder> {
    const { answerMs = () => 10, fault } = this.#faults;
    const attempt = this.submittedAt.push(this.#clock.now()) - 1;
    await this.#clock.sleep(answerMs(this.#clock.now()));
    const failed = fault?.(attempt);
    if (failed && !failed.isPlaced) return this.#refusal(failed.status);
    const stored = this.#orders.get(key) ?? this.#store(order, key);
    if (failed) return this.#refusal(failed.status);
    const created_at = new Date(stored.createdAt).toISOString();
    return { status: 201, order: { order_id: stored.id, status: 'CREATED', amount: 300, currency: 'GBP', created_at } };
  }

  async status(orderId: string): Promise<OrderStatus | undefined> {
    this.statusReads += 1;
    const stored = [...this.#orders.values()].find(({ id }) => id === orderId);
    if (stored === undefined || this.#lost.has(orderId)) return undefined;
    const isPaid = this.#isPaid(stored);
    const timestamps = {
      CREATED: new Date(stored.createdAt).toISOString(),
      ...(isPaid && { PAID: new Date(stored.paidAt).toISOString() }),
    };
    return { order_id: orderId, status: isPaid ? 'PAID' : 'PROCESSING', timestamps };
  }

  async stock(sku: string) {
    const orders = [...this.#orders.values()].filter(({ order }) => order.items.some((item) => item.sku === sku));
    const sold = orders.filter((order) => this.#isPaid(order)).length;
    const reserved = orders.length - sold;
    const missing = sold > 0 ? (this.#faults.missingUnits ?? 0) : 0;
    return { available: initialUnits - sold - reserved - missing, reserved, sold, adjusted: initialUnits };
  }

  async views() {
    const orders = [...this.#orders.values()];
    const paid = Math.max(0, orders.filter((order) => this.#isPaid(order)).length - (this.#faults.missingInViews ?? 0));
    return { accepted: orders.length, paid, cancelled: 0, failed: 0, lag: 0 };
  }

  async partitionEnds() {
    return [0, 1].map((partition) => ({ topic: 'orders.created', partition, end: partition * this.#orders.size }));
  }

  async lag() {
    return [{ group: 'order-saga.orders', topic: 'orders.created', records: this.#orders.size }];
  }

  #isPaid({ id, paidAt }: StoredOrder): boolean {
    return !this.#lost.has(id) && paidAt <= this.#clock.now();
  }

  #refusal(status: number | undefined): SubmittedOrder {
    if (status === undefined) throw new Error('socket hang up');
    return { status, problem: { type: 'about:blank', title: 'No', status } };
  }

  #store(order: NewOrder, key: string): StoredOrder {
    const { paidMs = () => 500, isLost } = this.#faults;
    const index = this.#orders.size;
    const createdAt = Math.round(this.#clock.now());
    const stored = { id: `order-${index}`, order, createdAt, paidAt: createdAt + paidMs(index) };
    this.#orders.set(key, stored);
    if (isLost?.(index)) this.#lost.add(stored.id);
    return stored;
  }
}
