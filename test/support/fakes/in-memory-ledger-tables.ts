import { nameOf, outcomeName } from '../../../functions/inventory/ledger/outcome-name.ts';
import {
  type HighWaterMark,
  hasOwnItem,
  type LedgerTables,
  type OutcomeKey,
  type PageSearch,
  type StockChange,
  type StockReader,
  type StockRecord,
} from '../../../functions/inventory/model/ports.ts';
import type { Outcome, Stock } from '../../../functions/inventory/model/stock-domain.ts';
import { TransientError } from '../../../functions/shared/runtime/idioms/transient-error.ts';

/** The part of a request that is applied when the process crashes or the response is lost. */
export type Fault = 'nothing' | 'half' | 'all';

/** The ledger's tables in memory, under the contract of their port. */
export class InMemoryLedgerTables implements LedgerTables, StockReader {
  readonly #stocks = new Map<string, StockRecord>();
  readonly #outcomes = new Map<string, Outcome>();
  readonly #marks = new Map<string, HighWaterMark>();
  #requestsUntilFault = Number.POSITIVE_INFINITY;
  #fault: Fault = 'nothing';
  /** Awaited before each request, so that a test can interleave others. */
  turn: () => Promise<void> = async () => undefined;
  /** Requests so far, by name. */
  readonly requests: (keyof LedgerTables)[] = [];

  /** Requests after the next `count` fail, until this is reset. */
  failAfter(count: number, fault: Fault = 'nothing'): void {
    this.#requestsUntilFault = count;
    this.#fault = fault;
  }

  stocks(skus: readonly string[]): Promise<readonly StockRecord[]> {
    return this.#request('stocks', skus, (sku) => this.#stocks.get(sku) ?? []);
  }

  async find(sku: string): Promise<StockRecord | undefined> {
    return (await this.stocks([sku]))[0];
  }

  outcomes(keys: readonly OutcomeKey[]): Promise<readonly Outcome[]> {
    return this.#request('outcomes', keys, (key) => {
      const found = this.#outcomes.get(outcomeName(key));
      return found !== undefined && hasOwnItem(found) ? found : [];
    });
  }

  pagedOutcomes(searches: readonly PageSearch[]): Promise<readonly Outcome[]> {
    return this.#request('pagedOutcomes', searches, ({ sku, owners, placed }) =>
      [...this.#outcomes.values()].filter(
        ({ orderedAt, ...outcome }) =>
          orderedAt !== undefined &&
          outcome.sku === sku &&
          owners.has(outcome.owner) &&
          orderedAt >= (placed.from ?? '') &&
          orderedAt <= placed.to,
      ),
    );
  }

  highWaterMarks(skus: readonly string[]): Promise<readonly HighWaterMark[]> {
    return this.#request('highWaterMarks', skus, (sku) => this.#marks.get(sku) ?? []);
  }

  async keep(outcomes: readonly Outcome[], marks: readonly HighWaterMark[]): Promise<void> {
    for (const mark of marks) this.#marks.set(mark.sku, mark);
    await this.#request('keep', outcomes, (outcome) => {
      const name = nameOf(outcome);
      const kept = this.#outcomes.get(name);
      if (kept !== undefined && JSON.stringify(kept) !== JSON.stringify(outcome))
        throw new Error(`${name} was changed`);
      this.#outcomes.set(name, outcome);
      return [];
    });
  }

  replace(changes: readonly StockChange[]): Promise<readonly string[]> {
    return this.#request('replace', changes, ({ before, after }) => {
      const { sku } = after.stock;
      if (this.#stocks.get(sku)?.stock.version !== before) return sku;
      this.#stocks.set(sku, after);
      return [];
    });
  }

  /** Restores the stocks like a backup, without the outcomes. */
  restore(stocks: readonly StockRecord[]): void {
    this.#stocks.clear();
    for (const record of stocks) this.#stocks.set(record.stock.sku, record);
  }

  forgetMarks(): void {
    this.#marks.clear();
  }

  async #request<T, R>(name: keyof LedgerTables, all: readonly T[], work: (one: T) => R | R[]): Promise<readonly R[]> {
    await this.turn();
    this.requests.push(name);
    this.#requestsUntilFault -= 1;
    const fails = this.#requestsUntilFault < 0;
    const share = { nothing: 0, half: Math.floor(all.length / 2), all: all.length }[this.#fault];
    const answers = (fails ? all.slice(0, share) : all).flatMap(work);
    if (fails) throw new TransientError('The tables are out of reach');
    return answers;
  }

  get stock(): readonly Stock[] {
    return [...this.#stocks.values()].map(({ stock }) => stock);
  }

  get records(): readonly StockRecord[] {
    return [...this.#stocks.values()];
  }

  /** Every outcome in its table. */
  get kept(): readonly Outcome[] {
    return [...this.#outcomes.values()];
  }

  /** Every outcome, in its table or still in the log. */
  get known(): readonly Outcome[] {
    const logged = this.records.flatMap(({ log }) => log);
    const all = [...this.#outcomes.values(), ...logged].map((outcome) => [nameOf(outcome), outcome]);
    return Object.values(Object.fromEntries(all) as Record<string, Outcome>);
  }

  /** Stocks and outcomes for comparison, independent of where an outcome is stored. */
  get books(): Readonly<Record<string, Stock | Outcome>> {
    const items = [
      ...this.stock.map((stock): [string, Stock] => [stock.sku, stock]),
      ...this.known.map((outcome): [string, Outcome] => [nameOf(outcome), outcome]),
    ];
    return Object.fromEntries(items.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
