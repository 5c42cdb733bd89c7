import type {
  LedgerCurrency,
  LedgerOrderDifference,
  LedgerOrders,
  LedgerUnits,
} from '../../../schemas/generated/types.ts';
import { type Count, plus } from '../../shared/kernel/count.ts';
import type { OrderEntry } from './entries-domain.ts';
import { isKeeping, isMoving, type OrderVerdict } from './order-verdict-domain.ts';

export interface JudgedOrder {
  readonly order: OrderEntry;
  readonly verdict: OrderVerdict;
}

/** Sums of money may be beyond the safe integers. */
export type ExactCurrency = Omit<LedgerCurrency, 'charged' | 'refunded'> &
  Readonly<Record<'charged' | 'refunded', Count>>;

const countBy = (judged: readonly JudgedOrder[], nameOf: (one: JudgedOrder) => string): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(judged, nameOf)].map(([name, those]) => [name, those.length]));

/** Accepted orders by account and by status: each is in one of either. */
export const orderCounts = (judged: readonly JudgedOrder[]): LedgerOrders => {
  const accepted = judged.filter(({ verdict }) => verdict.account !== 'provisional');
  const count = (account: string) => judged.filter(({ verdict }) => verdict.account === account).length;
  return {
    accepted: accepted.length,
    final: count('final'),
    in_flight: count('in_flight'),
    parked: count('parked'),
    overdue: judged.filter(({ verdict }) => verdict.overdue).length,
    provisional: count('provisional'),
    by_status: countBy(accepted, ({ order }) => order.status ?? 'CREATED'),
  };
};

export const moneyByCurrency = (judged: readonly JudgedOrder[]): readonly ExactCurrency[] =>
  [...Map.groupBy(judged, ({ order }) => order.currency)]
    .map(([currency, those]) => ({
      currency,
      charged: those.reduce<Count>((sum, { verdict }) => plus(sum, verdict.charged), 0),
      refunded: those.reduce<Count>((sum, { verdict }) => plus(sum, verdict.refunded), 0),
    }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));

/** By SKU, the units that these orders keep, may hold, and have begun or ceased to hold so recently that the stock may not show it. */
export const unitsBySku = (judged: readonly JudgedOrder[]): readonly LedgerUnits[] => {
  const units = new Map<string, { kept: number; open: number; young: number }>();
  for (const { order, verdict } of judged) {
    const mayHold = isMoving(order) || order.provisional;
    for (const [sku, qty] of order.units) {
      const sums = units.get(sku) ?? { kept: 0, open: 0, young: 0 };
      if (isKeeping(order)) sums.kept += qty;
      if (mayHold) sums.open += qty;
      else if (verdict.young) sums.young += qty;
      units.set(sku, sums);
    }
  }
  return [...units].map(([sku, sums]) => ({ sku, ...sums })).sort((a, b) => (a.sku < b.sku ? -1 : 1));
};

export const differencesIn = (judged: readonly JudgedOrder[]): readonly LedgerOrderDifference[] =>
  judged.flatMap(({ verdict }) => verdict.difference ?? []);
