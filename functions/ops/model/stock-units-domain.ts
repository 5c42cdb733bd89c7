import type { LedgerStock, LedgerUnits } from '../../../schemas/generated/types.ts';

/** A stock whose units are not those of its orders. */
export interface UnitsDifference {
  readonly sku: string;
  readonly sold: number;
  readonly reserved: number;
  /** Units of orders that keep their goods. */
  readonly kept: number;
  /** Units of orders that may hold them. */
  readonly open: number;
}

interface StockEvidence {
  readonly before: readonly LedgerStock[];
  readonly after: readonly LedgerStock[];
  /** Of every page of orders; a SKU may be on several. */
  readonly ordered: readonly LedgerUnits[];
}

type Ordered = Omit<LedgerUnits, 'sku'>;

const nothing: Ordered = { kept: 0, open: 0, young: 0 };

const orderedUnits = (ordered: readonly LedgerUnits[]): ReadonlyMap<string, Ordered> => {
  const sums = new Map<string, Ordered>();
  for (const { sku, ...units } of ordered) {
    const { kept, open, young } = sums.get(sku) ?? nothing;
    sums.set(sku, { kept: kept + units.kept, open: open + units.open, young: young + units.young });
  }
  return sums;
};

type Outcome = 'matched' | 'unsettled' | 'different';

const outcomeOf = ({ sold, reserved }: LedgerStock, { kept, open, young }: Ordered): Outcome => {
  if (sold === kept && reserved <= open) return 'matched';
  // An order commits its lines after it is PAID, and releases them after it is cancelled.
  const isSoldWithin = sold >= kept - young && sold <= kept + open + young;
  return isSoldWithin && reserved <= open + young ? 'unsettled' : 'different';
};

/**
 * Units sold and reserved of each SKU against those of its orders. Only a stock that did not move while the orders were read is
 * judged. A SKU that is ordered and has no stock was rejected, or its stock is lost.
 */
export const stockUnits = ({ before, after, ordered }: StockEvidence) => {
  const versions = new Map(before.map(({ sku, version }) => [sku, version]));
  const units = orderedUnits(ordered);
  const known = new Set(after.map(({ sku }) => sku));
  const missing = [...units]
    .filter(([sku, { kept }]) => kept > 0 && !known.has(sku))
    .map(([sku, { kept, open }]) => ({ sku, sold: 0, reserved: 0, kept, open }));
  const judged = after.map((stock) => {
    const ofOrders = units.get(stock.sku) ?? nothing;
    const outcome = versions.get(stock.sku) === stock.version ? outcomeOf(stock, ofOrders) : 'unsettled';
    return { stock, ofOrders, outcome };
  });
  const count = (wanted: Outcome): number => judged.filter(({ outcome }) => outcome === wanted).length;
  const differing = judged
    .filter(({ outcome }) => outcome === 'different')
    .map(({ stock: { sku, sold, reserved }, ofOrders: { kept, open } }) => ({ sku, sold, reserved, kept, open }));
  return {
    skus: after.length,
    matched: count('matched'),
    unsettled: count('unsettled'),
    units: [...differing, ...missing] satisfies readonly UnitsDifference[],
  };
};
