import type { OrderStatus } from '../../schemas/generated/types.ts';
import { isFinished } from '../demo/invariants.ts';

export interface AcceptedOrder {
  readonly orderId: string;
  /** Planned arrival, epoch ms. */
  readonly dueAt: number;
  /** Arrived after the warm-up. */
  readonly isMeasured: boolean;
  readonly skus: readonly string[];
}

export interface FinalOrder extends AcceptedOrder {
  readonly status: string;
  /** By the platform's clock, epoch ms. */
  readonly createdAt: number;
  readonly finalAt: number;
}

/** The accepted orders of a run, and what is known of their end. */
export class OrderTracker {
  readonly accepted: AcceptedOrder[] = [];
  readonly final = new Map<string, FinalOrder>();
  /** Ids that two answers share: the second order is none of its own. */
  readonly repeatedIds: string[] = [];
  readonly #open = new Map<string, AcceptedOrder>();
  readonly #lastSeen = new Map<string, string>();

  accept(order: AcceptedOrder): void {
    const { orderId } = order;
    if (this.#open.has(orderId) || this.final.has(orderId)) {
      this.repeatedIds.push(orderId);
      return;
    }
    this.accepted.push(order);
    this.#open.set(orderId, order);
  }

  /** Orders that are not known to be final, in the sequence of their acceptance. */
  get open(): readonly AcceptedOrder[] {
    return [...this.#open.values()];
  }

  get openCount(): number {
    return this.#open.size;
  }

  /** @param read undefined: the API knows no such order. @returns whether the order is final. */
  observe(order: AcceptedOrder, read: Pick<OrderStatus, 'status' | 'timestamps'> | undefined): boolean {
    const { orderId } = order;
    if (this.final.has(orderId)) return true;
    if (read === undefined) {
      this.#lastSeen.delete(orderId);
      return false;
    }
    const { status, timestamps } = read;
    this.#lastSeen.set(orderId, status);
    if (!isFinished(status)) return false;
    const createdAt = Date.parse(timestamps.CREATED);
    // An operator may have shipped it meanwhile: it was final once it was paid.
    const finalAt = Date.parse(timestamps.PAID ?? timestamps[status] ?? '');
    this.final.set(orderId, { ...order, status, createdAt, finalAt });
    this.#open.delete(orderId);
    return true;
  }

  /** Status by order id, as last read; absent for an order that the API did not know. */
  get statuses(): ReadonlyMap<string, string> {
    return this.#lastSeen;
  }
}
