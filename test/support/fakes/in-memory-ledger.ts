import type { Reservation, Stock } from '../../../functions/inventory/domain.ts';
import type { LedgerItem, LedgerStore, ReservationReader, ReservedLine } from '../../../functions/inventory/ports.ts';
import type { Write } from '../../../functions/shared/runtime/idioms/fold.ts';
import { TransientError } from '../../../functions/shared/runtime/idioms/transient-error.ts';

/** What a conditional write compares: the version of a stock, the state of a reservation. */
const mark = (item: LedgerItem | undefined): unknown =>
  item && ('stock' in item ? item.stock.version : item.reservation.state);

/** The ledger's books in memory, under the contract of the port. */
export class InMemoryLedger implements LedgerStore, ReservationReader {
  readonly transactionLimit: number;
  readonly #items = new Map<string, LedgerItem>();
  #commitsUntilFault = Number.POSITIVE_INFINITY;
  commits = 0;

  constructor(transactionLimit = 100) {
    this.transactionLimit = transactionLimit;
  }

  /** Commits after the next `count` fail, until told otherwise. */
  failAfter(count: number): void {
    this.#commitsUntilFault = count;
  }

  async load(items: readonly string[]): Promise<ReadonlyMap<string, LedgerItem>> {
    return new Map(
      items.flatMap((name) => {
        const item = this.#items.get(name);
        return item === undefined ? [] : [[name, item]];
      }),
    );
  }

  async commit(writes: readonly Write<LedgerItem>[]): Promise<'committed' | 'conflict'> {
    if (writes.length > this.transactionLimit) throw new RangeError(`${writes.length} writes in one transaction`);
    if (this.#commitsUntilFault <= 0) throw new TransientError('The store is unreachable');
    this.#commitsUntilFault -= 1;
    if (writes.some(({ item, before }) => mark(this.#items.get(item)) !== mark(before))) return 'conflict';
    for (const { item, after } of writes) this.#items.set(item, after);
    this.commits += 1;
    return 'committed';
  }

  async linesOf(orderId: string): Promise<readonly ReservedLine[]> {
    return this.reservations
      .filter(({ owner }) => owner === orderId)
      .map(({ sku, qty }) => ({ sku, qty }))
      .sort((a, b) => (a.sku < b.sku ? -1 : 1));
  }

  get stock(): readonly Stock[] {
    return [...this.#items.values()].flatMap((item) => ('stock' in item ? [item.stock] : []));
  }

  get reservations(): readonly Reservation[] {
    return [...this.#items.values()].flatMap((item) => ('reservation' in item ? [item.reservation] : []));
  }

  /** All items by name, for comparison. */
  get books(): Readonly<Record<string, LedgerItem>> {
    return Object.fromEntries([...this.#items].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
