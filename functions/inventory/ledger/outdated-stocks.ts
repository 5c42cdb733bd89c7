import type { LedgerTables, StockRecord } from '../model/ports.ts';
import { emptyStock, type Outcome } from '../model/stock-domain.ts';

interface Reached {
  readonly version: number;
  readonly rebuilds: number;
}

/** SKUs remembered per execution environment; some 10 MB. */
const mostRemembered = 100_000;

const reachedBy = ({ stock, rebuilds = 0 }: StockRecord): Reached => ({ version: stock.version, rebuilds });

/** The item is older than an outcome of its SKU: it decides no command until it is rebuilt. */
export const isOutdated = ({ stock, outdatedBy = 0 }: StockRecord): boolean => outdatedBy > stock.version;

/**
 * Detects stocks that were restored from a backup and are older than their outcomes. The evidence is a version above
 * the stock's: of an outcome that the batch reads from the table, of the SKU's high-water mark, or of the stock as this
 * environment last read it. The mark is read once per SKU and environment: later the environment's memory replaces it.
 */
export class OutdatedStocks {
  readonly #tables: LedgerTables;
  readonly #reached = new Map<string, Reached>();

  constructor(tables: LedgerTables) {
    this.#tables = tables;
  }

  /**
   * @param stocks as read before the outcomes.
   * @returns The stocks, with outdated ones marked, in their table too: the next batch may lack the evidence. @throws
   * {TransientError}
   */
  async find(
    skus: readonly string[],
    stocks: ReadonlyMap<string, StockRecord>,
    outcomes: Promise<readonly Outcome[]>,
  ): Promise<ReadonlyMap<string, StockRecord>> {
    const unknown = skus.filter((sku) => this.#remembered(sku, stocks.get(sku)) === undefined);
    const marks = unknown.length > 0 ? this.#tables.highWaterMarks(unknown) : Promise.resolve([]);
    const evidence = new Map<string, number>();
    const found = await Promise.all([outcomes, marks]);
    for (const { sku, version } of found.flat()) evidence.set(sku, Math.max(version, evidence.get(sku) ?? 0));
    const suspects = skus.flatMap((sku) => {
      const read = stocks.get(sku);
      const known = Math.max(evidence.get(sku) ?? 0, this.#remembered(sku, read) ?? 0);
      if (known > (read?.stock.version ?? 0)) return [{ sku, read, known }];
      if (read !== undefined) this.#remember(sku, reachedBy(read));
      return [];
    });
    if (suspects.length === 0) return stocks;
    const changes = suspects
      .filter(({ read }) => read === undefined || !isOutdated(read))
      .map(({ sku, read, known }) => ({
        before: read?.stock.version,
        after: { ...(read ?? { stock: emptyStock(sku), log: [] }), outdatedBy: known },
      }));
    // A stock with another version by now was read before another writer committed: the commit detects that.
    const moved = new Set(changes.length > 0 ? await this.#tables.replace(changes) : []);
    const outdated = changes.filter(({ after }) => !moved.has(after.stock.sku));
    return new Map([...stocks, ...outdated.map(({ after }): [string, StockRecord] => [after.stock.sku, after])]);
  }

  /** The version that the environment last read; undefined if it has read none since the rebuild. */
  #remembered(sku: string, read: StockRecord | undefined): number | undefined {
    const reached = this.#reached.get(sku);
    return reached !== undefined && reached.rebuilds >= (read?.rebuilds ?? 0) ? reached.version : undefined;
  }

  #remember(sku: string, reached: Reached): void {
    if (this.#reached.size >= mostRemembered && !this.#reached.has(sku)) this.#reached.clear();
    this.#reached.set(sku, reached);
  }
}
