import type { LedgerStock, LedgerStockDifference } from '../../../schemas/generated/types.ts';

/** The invariant that a stock breaks: the sum of all adjustments = available + reserved + sold, none of the three negative. */
const kindOf = ({ available, reserved, sold, adjusted }: LedgerStock): LedgerStockDifference['kind'] | undefined => {
  if (Math.min(available, reserved, sold) < 0) return 'NEGATIVE';
  return available + reserved + sold === adjusted ? undefined : 'UNITS_DIFFER';
};

export const stockDifferences = (stocks: readonly LedgerStock[]): readonly LedgerStockDifference[] =>
  stocks.flatMap((stock) => {
    const kind = kindOf(stock);
    const { sku, available, reserved, sold, adjusted } = stock;
    return kind === undefined ? [] : [{ sku, kind, adjusted, counted: available + reserved + sold }];
  });
