import type {
  LedgerCurrency,
  LedgerOrderDifference,
  LedgerOrders,
  LedgerPage,
  LedgerStockDifference,
} from '../../../schemas/generated/types.ts';
import { type Count, plus } from '../../shared/kernel/count.ts';
import { stockUnits, type UnitsDifference } from './stock-units-domain.ts';

type Money = NonNullable<LedgerPage['money']>;
type ExactCurrency = Omit<LedgerCurrency, 'charged' | 'refunded'> & Readonly<Record<'charged' | 'refunded', Count>>;
type ExactMoney = Omit<Money, 'currencies'> & { readonly currencies: readonly ExactCurrency[] };

/** A page as it is read: sums of money may be beyond the safe integers. */
export type ExactLedgerPage = Omit<LedgerPage, 'money'> & { readonly money?: ExactMoney };

/** What the views counted, from Kafka: independent of the Orders table. */
export interface ViewsRead {
  readonly accepted: number;
  /** Records that they have not counted yet. */
  readonly lag: number;
  /** Records that they will never count by themselves. */
  readonly missing: number;
}

export interface BooksRead {
  readonly orders: readonly ExactLedgerPage[];
  readonly stocksBefore: readonly ExactLedgerPage[];
  readonly stocksAfter: readonly ExactLedgerPage[];
  readonly viewsBefore: ViewsRead;
  readonly viewsAfter: ViewsRead;
}

interface ViewsComparison {
  /** Orders accepted by the views, before and after the Orders table was read. */
  readonly accepted: readonly [before: number, after: number];
  /** `unknown` while the views have records left to count. */
  readonly outcome: 'equal' | 'different' | 'unknown';
}

export interface LedgerReport {
  readonly balanced: boolean;
  readonly orders: LedgerOrders;
  readonly views: ViewsComparison;
  readonly money: ExactMoney;
  readonly stocks: {
    readonly skus: number;
    /** SKUs whose units match their orders exactly. */
    readonly matched: number;
    /** SKUs that moved while they were checked, or whose orders came to their status just now: not judged. */
    readonly unsettled: number;
  };
  readonly differences: {
    readonly orders: readonly LedgerOrderDifference[];
    readonly stocks: readonly LedgerStockDifference[];
    /** Stocks that balance in themselves, but not with the orders. */
    readonly units: readonly UnitsDifference[];
  };
}

const addAll = (all: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const counts of all) for (const [name, n] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + n;
  return sums;
};

const ordersOf = (pages: readonly ExactLedgerPage[]): LedgerOrders => {
  const counts = pages.flatMap(({ orders }) => orders ?? []);
  const sum = (of: (one: LedgerOrders) => number): number => counts.reduce((total, one) => total + of(one), 0);
  return {
    accepted: sum(({ accepted }) => accepted),
    final: sum(({ final }) => final),
    in_flight: sum(({ in_flight }) => in_flight),
    parked: sum(({ parked }) => parked),
    overdue: sum(({ overdue }) => overdue),
    provisional: sum(({ provisional }) => provisional),
    by_status: addAll(counts.map(({ by_status }) => by_status)),
  };
};

const moneyOf = (pages: readonly ExactLedgerPage[]): ExactMoney => {
  const all = pages.flatMap(({ money }) => money ?? []);
  const last = all.at(-1);
  const byCurrency = Map.groupBy(
    all.flatMap(({ currencies }) => currencies),
    ({ currency }) => currency,
  );
  const total = (those: readonly ExactCurrency[], name: 'charged' | 'refunded'): Count =>
    those.reduce<Count>((sum, one) => plus(sum, one[name]), 0);
  return {
    ...(last ?? { source: 'payments' }),
    currencies: [...byCurrency]
      .map(([currency, those]) => ({
        currency,
        charged: total(those, 'charged'),
        refunded: total(those, 'refunded'),
      }))
      .sort((a, b) => (a.currency < b.currency ? -1 : 1)),
  };
};

/** Orders that arrive during the walk may be in the table, the views, or both. */
const viewsComparison = ({ viewsBefore, viewsAfter }: BooksRead, orders: LedgerOrders): ViewsComparison => {
  const accepted = [viewsBefore.accepted, viewsAfter.accepted] as const;
  if (viewsBefore.lag + viewsAfter.lag + viewsAfter.missing > 0) return { accepted, outcome: 'unknown' };
  const [before, after] = accepted;
  // A provisional order may have been published, and counted.
  const isWithin = before <= orders.accepted + orders.provisional && orders.accepted <= after;
  return { accepted, outcome: isWithin ? 'equal' : 'different' };
};

/** Balanced: no order, stock or count differs. What is not judged, since it moved, is no difference. */
export const ledgerReport = (books: BooksRead): LedgerReport => {
  const orders = ordersOf(books.orders);
  const views = viewsComparison(books, orders);
  const stocksOf = (pages: readonly ExactLedgerPage[]) => pages.flatMap(({ stocks }) => stocks ?? []);
  const after = stocksOf(books.stocksAfter);
  const { units, ...counts } = stockUnits({
    before: stocksOf(books.stocksBefore),
    after,
    ordered: books.orders.flatMap((page) => page.units ?? []),
  });
  const differences = {
    orders: books.orders.flatMap(({ order_differences }) => order_differences ?? []),
    stocks: books.stocksAfter.flatMap(({ stock_differences }) => stock_differences ?? []),
    units,
  };
  const isBalanced = Object.values(differences).every(({ length }) => length === 0) && views.outcome !== 'different';
  return { balanced: isBalanced, orders, views, money: moneyOf(books.orders), stocks: counts, differences };
};
