import { UsageError } from '../client/usage-error.ts';

/** A platform's prices and stock of some SKUs. */
export interface KnownSkus {
  /** With a price. */
  readonly priced: ReadonlySet<string>;
  /** Available units, of those that have ever had a stock. */
  readonly stock: ReadonlyMap<string, number>;
}

export interface SetPermissions {
  /** Other units may replace those that a SKU has. */
  readonly overwrite: boolean;
  /** SKUs may get a stock that the platform does not know. */
  readonly new: boolean;
}

const named = 5;

const list = (texts: readonly string[]): string =>
  `${texts.slice(0, named).join(', ')}${texts.length > named ? ` and ${texts.length - named} more` : ''}`;

/** A mistyped SKU would get a stock that no order can reserve. @throws {UsageError} naming those that are unknown. */
export const assertKnown = (skus: readonly string[], { priced, stock }: KnownSkus): void => {
  const unknown = skus.filter((sku) => !priced.has(sku) && !stock.has(sku));
  if (unknown.length > 0)
    throw new UsageError(`${list(unknown)}: no such SKU, by price or by stock; --new gives it a stock`);
};

/** @throws {UsageError} a SKU is unknown, or has another stock, without leave: nothing is to be written then. */
export const assertSettable = (
  levels: ReadonlyMap<string, number>,
  known: KnownSkus,
  permissions: SetPermissions,
): void => {
  if (!permissions.new) assertKnown([...levels.keys()], known);
  const others = [...levels].flatMap(([sku, level]) => {
    const units = known.stock.get(sku);
    return units === undefined || units === level ? [] : [`${sku} (${units}, to be ${level})`];
  });
  if (others.length > 0 && !permissions.overwrite)
    throw new UsageError(`the platform has a stock already of ${list(others)}; --overwrite replaces it`);
};
