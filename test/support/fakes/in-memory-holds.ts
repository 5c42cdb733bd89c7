import type { ExpiredHold, Hold, Holds } from '../../../functions/inventory/ports.ts';
import { TransientError } from '../../../functions/shared/runtime/idioms/transient-error.ts';

type StoredHold = Omit<Hold, 'due_at'> & Partial<Pick<Hold, 'due_at'> & Pick<ExpiredHold, 'expired_at'>>;

/** Holds in memory, under the contract of the port. */
export class InMemoryHolds implements Holds {
  readonly #holds = new Map<string, StoredHold>();
  unreachable = false;

  async open(hold: Hold): Promise<void> {
    this.#reach();
    if (!this.#holds.has(hold.order_id)) this.#holds.set(hold.order_id, hold);
  }

  async close(orderId: string): Promise<Pick<Hold, 'lines'> | undefined> {
    this.#reach();
    const hold = this.#holds.get(orderId);
    if (hold === undefined) return undefined;
    const { due_at: _ended, ...closed } = hold;
    this.#holds.set(orderId, closed);
    return closed;
  }

  async overdue(now: Date, limit: number): Promise<readonly string[]> {
    this.#reach();
    return [...this.standing]
      .filter(({ due_at }) => due_at < now.toISOString())
      .sort((a, b) => (a.due_at < b.due_at ? -1 : 1))
      .slice(0, limit)
      .map(({ order_id }) => order_id);
  }

  async expire(orderId: string, now: Date): Promise<ExpiredHold | undefined> {
    this.#reach();
    const hold = this.#holds.get(orderId);
    if (hold?.due_at === undefined || hold.due_at >= now.toISOString()) return undefined;
    const expired = { ...hold, expired_at: hold.expired_at ?? now.toISOString() };
    this.#holds.set(orderId, expired);
    return expired;
  }

  /** Those that have not ended. */
  get standing(): readonly Hold[] {
    return [...this.#holds.values()].flatMap((hold) => (hold.due_at === undefined ? [] : [hold as Hold]));
  }

  #reach(): void {
    if (this.unreachable) throw new TransientError('The holds are out of reach');
  }
}
