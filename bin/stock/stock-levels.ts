/** A row of a file of stock levels, as text. */
export interface LevelRow {
  /** Of the file, from 1. */
  readonly line: number;
  readonly sku: string;
  readonly available: string;
  /** Why the row cannot be trusted. */
  readonly problem?: string;
}

interface BadRow {
  readonly line: number;
  readonly problem: string;
}

/** A parsed file of stock levels: every row is in one of the two. */
interface StockLevels {
  /** Units by SKU. */
  readonly levels: ReadonlyMap<string, number>;
  readonly bad: readonly BadRow[];
}

/** As the contracts have it. */
const skuPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const mostUnits = 1_000_000_000;

const problemOf = ({ sku, available, problem }: LevelRow): string | undefined => {
  if (problem !== undefined) return problem;
  if (!skuPattern.test(sku)) return `${JSON.stringify(sku)} is no SKU`;
  if (/^\d{1,10}$/.test(available) && Number(available) <= mostUnits) return undefined;
  return `${JSON.stringify(available)} is no whole number from 0 to ${mostUnits}`;
};

/** Reads rows one by one; of a SKU that is there twice, the first counts. */
export const stockLevels = async (rows: AsyncIterable<LevelRow> | Iterable<LevelRow>): Promise<StockLevels> => {
  const levels = new Map<string, number>();
  const lines = new Map<string, number>();
  const bad: BadRow[] = [];
  for await (const row of rows) {
    const { line, sku, available } = row;
    const earlier = lines.get(sku);
    const problem = problemOf(row) ?? (earlier === undefined ? undefined : `${sku} is on line ${earlier} already`);
    if (problem === undefined) {
      levels.set(sku, Number(available));
      lines.set(sku, line);
    } else bad.push({ line, problem });
  }
  return { levels, bad };
};
