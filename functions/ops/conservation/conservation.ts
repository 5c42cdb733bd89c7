import type { LedgerPage } from '../../../schemas/generated/types.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { OrderEntry } from './entries-domain.ts';
import { verdictOf } from './order-verdict-domain.ts';
import {
  differencesIn,
  type ExactCurrency,
  type JudgedOrder,
  moneyByCurrency,
  orderCounts,
  unitsBySku,
} from './orders-page-domain.ts';
import type { GatewayBook, OrderBook, PaymentBook, StatementProgress, StockBook } from './ports.ts';
import { stockDifferences } from './stock-differences-domain.ts';

export interface OrdersPorts {
  readonly orders: OrderBook;
  readonly payments: PaymentBook;
  /** Absent where the gateway's own ledger cannot be read. */
  readonly gateway?: GatewayBook;
  readonly statement: StatementProgress;
  readonly clock: Clock;
  /** How long an order may stay in one automatic step. */
  readonly stepMs: number;
}

interface PageRequest {
  readonly from?: string;
  readonly limit: number;
}

type Money = NonNullable<LedgerPage['money']>;

/** The contract's response with exact sums. */
type ExactPage = Omit<LedgerPage, 'money'> & {
  readonly money?: Omit<Money, 'currencies'> & { readonly currencies: readonly ExactCurrency[] };
};

const judged = async (
  { payments, gateway, clock, stepMs }: OrdersPorts,
  orders: readonly OrderEntry[],
): Promise<readonly JudgedOrder[]> => {
  const ids = orders.map(({ orderId }) => orderId);
  // Payments before the gateway: what has moved since is settling, never missing.
  const recorded = await payments.of(ids);
  const moved = await gateway?.of(ids);
  const now = clock.now().getTime();
  return orders.map((order) => {
    const payment = recorded.get(order.orderId);
    const movements = moved && (moved.get(order.orderId) ?? []);
    const evidence = { order, ...(payment && { payment }), ...(movements && { movements }) };
    return { order, verdict: verdictOf(evidence, now, stepMs) };
  });
};

/** The tables are read one after the other: an order that differs may have moved in between, and is judged once more. */
const judgedTwice = async (ports: OrdersPorts, orders: readonly OrderEntry[]): Promise<readonly JudgedOrder[]> => {
  const first = await judged(ports, orders);
  const differing = first.filter(({ verdict }) => verdict.difference !== undefined);
  if (differing.length === 0) return first;
  const found = await ports.orders.find(differing.map(({ order }) => order.orderId));
  const second = new Map((await judged(ports, found)).map((one) => [one.order.orderId, one]));
  return first.map((one) => second.get(one.order.orderId) ?? one);
};

/** A page of orders, each against its payment and the gateway's own ledger. */
export const ordersPage =
  (ports: OrdersPorts) =>
  async ({ from, limit }: PageRequest): Promise<ExactPage> => {
    const { entries, next } = await ports.orders.page(from, limit);
    const all = await judgedTwice(ports, entries);
    const comparedUntil = await ports.statement.comparedUntil();
    return {
      book: 'orders',
      at: ports.clock.now().toISOString(),
      checked: entries.length,
      orders: orderCounts(all),
      money: {
        source: ports.gateway === undefined ? 'payments' : 'gateway',
        ...(comparedUntil !== undefined && { statement_compared_until: comparedUntil }),
        currencies: moneyByCurrency(all),
      },
      units: unitsBySku(all),
      order_differences: differencesIn(all),
      ...(next !== undefined && { next }),
    };
  };

/** A page of stocks, each in itself. */
export const stocksPage =
  ({ stocks, clock }: { readonly stocks: StockBook; readonly clock: Clock }) =>
  async ({ from, limit }: PageRequest): Promise<LedgerPage> => {
    const { entries, next } = await stocks.page(from, limit);
    return {
      book: 'stocks',
      at: clock.now().toISOString(),
      checked: entries.length,
      stocks: entries,
      stock_differences: stockDifferences(entries),
      ...(next !== undefined && { next }),
    };
  };
