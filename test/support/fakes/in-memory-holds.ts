import type { Hold, Holds } from '../../../functions/inventory/model/ports.ts';
import { TransientError } from '../../../functions/shared/runtime/idioms/transient-error.ts';

/** Holds in memory, under the contract of the port. */
export class InMemoryHolds implements Holds {
  readonly #holds = new Map<string, Hold>();
  unreachable = false;

  async open(hold: Hold): Promise<void> {
    this.#reach();
    this.#holds.set(hold.order_id, hold);
  }

  async find(orderId: string): Promise<Hold | undefined> {
    this.#reach();
    return this.#holds.get(orderId);
  }

  #reach(): void {
    if (this.unreachable) throw new TransientError('The holds are out of reach');
  }
}
