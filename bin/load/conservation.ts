import { isFinished, isPaid } from '../demo/invariants.ts';
import type { AcceptedOrder } from './order-tracker.ts';

/** Units of a SKU, by `GET /admin/inventory/{sku}`. */
export interface StockUnits {
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
  /** Sum of all adjustments. */
  readonly adjusted: number;
}

/** All orders that the views know, by `GET /admin/analytics/health`; other clients' orders too. */
export interface ViewTotals {
  readonly accepted: number;
  readonly paid: number;
  readonly cancelled: number;
  readonly failed: number;
  /** Records that the views have not counted yet. */
  readonly lag: number;
}

export interface LoadEvidence {
  readonly accepted: readonly Pick<AcceptedOrder, 'orderId' | 'skus'>[];
  readonly repeatedIds: readonly string[];
  /** Status by order id, as last read; absent for an order that the API does not know. */
  readonly statuses: ReadonlyMap<string, string>;
  /** Requests of which no repetition showed whether there is an order. */
  readonly unresolved: number;
  /** What could not be read, one sentence each. */
  readonly unread: readonly string[];
  readonly stock: {
    readonly before: ReadonlyMap<string, StockUnits>;
    /** Absent where it could not be read. */
    readonly after?: ReadonlyMap<string, StockUnits>;
  };
  readonly views: { readonly before: ViewTotals; readonly after?: ViewTotals };
}

export interface Conservation {
  readonly holds: boolean;
  /** One sentence each; none where it holds. */
  readonly faults: readonly string[];
  readonly accepted: number;
  readonly paid: number;
  readonly cancelled: number;
  readonly failed: number;
  readonly unfinished: number;
  /** Accepted orders that the API does not know. */
  readonly lost: number;
  /** Units, of the SKUs that were ordered; null where the stock could not be read. */
  readonly stock: { readonly skus: number; readonly sold: number; readonly reserved: number } | null;
  /** What the views counted meanwhile, from all clients; null where they could not be read. */
  readonly views: ViewTotals | null;
}

interface OrderCounts
  extends Pick<Conservation, 'accepted' | 'paid' | 'cancelled' | 'failed' | 'unfinished' | 'lost'> {}

const countOrders = ({ accepted, statuses }: LoadEvidence): OrderCounts => {
  const counts = { paid: 0, cancelled: 0, failed: 0, unfinished: 0, lost: 0 };
  for (const { orderId } of accepted) {
    const status = statuses.get(orderId);
    if (status === undefined) counts.lost += 1;
    else if (!isFinished(status)) counts.unfinished += 1;
    else if (isPaid(status)) counts.paid += 1;
    else if (status === 'PAYMENT_FAILED') counts.failed += 1;
    else counts.cancelled += 1;
  }
  return { accepted: accepted.length, ...counts };
};

const linesBySku = (orders: LoadEvidence['accepted']): Map<string, number> => {
  const lines = new Map<string, number>();
  for (const { skus } of orders) for (const sku of skus) lines.set(sku, (lines.get(sku) ?? 0) + 1);
  return lines;
};

const nothing: StockUnits = { available: 0, reserved: 0, sold: 0, adjusted: 0 };

export interface StockFault {
  readonly sku: string;
  readonly fault: string;
}

/** SKUs of the run whose stock does not match its orders; each with what was found. */
export const stockFaults = ({
  accepted,
  statuses,
  stock,
}: Pick<LoadEvidence, 'accepted' | 'statuses' | 'stock'>): readonly StockFault[] => {
  if (stock.after === undefined) return [];
  const { before: unitsBefore, after: unitsAfter } = stock;
  const paid = linesBySku(accepted.filter(({ orderId }) => isPaid(statuses.get(orderId))));
  const open = linesBySku(accepted.filter(({ orderId }) => !isFinished(statuses.get(orderId))));
  return [...linesBySku(accepted).keys()].flatMap((sku) => {
    const before = unitsBefore.get(sku) ?? nothing;
    const { available, reserved, sold, adjusted } = unitsAfter.get(sku) ?? nothing;
    const [ofPaid, ofOpen] = [paid.get(sku) ?? 0, open.get(sku) ?? 0];
    const newlySold = sold - before.sold;
    const newlyReserved = reserved - before.reserved;
    const faults = [
      ...(available + reserved + sold === adjusted
        ? []
        : [`available ${available} + reserved ${reserved} + sold ${sold} is not ${adjusted}, the sum of adjustments`]),
      // The lines of an open order may be committed already, or reserved, or neither.
      ...(newlySold >= ofPaid && newlySold <= ofPaid + ofOpen
        ? []
        : [`${newlySold} units newly sold, ${ofPaid} in paid orders`]),
      ...(newlyReserved >= 0 && newlyReserved <= ofOpen
        ? []
        : [`${newlyReserved} units newly reserved, ${ofOpen} in open orders`]),
    ];
    return faults.map((fault) => ({ sku, fault }));
  });
};

/** Other clients order too: the views may have counted more than this run placed, never less. */
const viewFaults = (counts: OrderCounts, counted: ViewTotals): readonly string[] => {
  if (counted.lag > 0) return [`the views have ${counted.lag} records left to count`];
  return (['accepted', 'paid', 'cancelled', 'failed'] as const)
    .filter((name) => counted[name] < counts[name])
    .map((name) => `the views counted ${counted[name]} ${name}, the orders' statuses ${counts[name]}`);
};

const difference = (before: ViewTotals, after: ViewTotals): ViewTotals => ({
  accepted: after.accepted - before.accepted,
  paid: after.paid - before.paid,
  cancelled: after.cancelled - before.cancelled,
  failed: after.failed - before.failed,
  lag: after.lag,
});

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0);

const stockChange = ({ accepted, stock }: LoadEvidence): Conservation['stock'] => {
  const { before, after } = stock;
  if (after === undefined) return null;
  const skus = [...linesBySku(accepted).keys()];
  const change = (name: 'sold' | 'reserved'): number =>
    sumOf(skus.map((sku) => (after.get(sku) ?? nothing)[name] - (before.get(sku) ?? nothing)[name]));
  return { skus: skus.length, sold: change('sold'), reserved: change('reserved') };
};

/** Whether every accepted order came to one end, and the stock and the views agree. By what the API answers alone. */
export const checkConservation = (evidence: LoadEvidence): Conservation => {
  const counts = countOrders(evidence);
  const { before, after } = evidence.views;
  const views = after === undefined ? null : difference(before, after);
  const count = (n: number, fault: string): readonly string[] => (n > 0 ? [`${n} ${fault}`] : []);
  const faults = [
    ...count(counts.lost, 'accepted orders are unknown to the API'),
    ...count(counts.unfinished, 'orders are not final'),
    ...count(evidence.repeatedIds.length, 'answers share an order id with another'),
    ...count(evidence.unresolved, 'requests are of unknown outcome'),
    ...evidence.unread,
    ...stockFaults(evidence).map(({ sku, fault }) => `${sku}: ${fault}`),
    ...(views === null ? [] : viewFaults(counts, views)),
  ];
  return { holds: faults.length === 0, faults, ...counts, stock: stockChange(evidence), views };
};
