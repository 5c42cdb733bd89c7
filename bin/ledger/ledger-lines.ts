import { styleText } from 'node:util';
import type { LedgerReport } from '../../functions/ops/model/ledger-report-domain.ts';
import { formatMoney } from '../../functions/shared/kernel/money.ts';
import type { LedgerOrderDifference } from '../../schemas/generated/types.ts';

/** Most differences of each kind; the JSON has all. */
const listed = 20;

const kinds: Readonly<Record<LedgerOrderDifference['kind'], string>> = {
  NOT_CHARGED: 'is charged too little',
  NOT_REFUNDED: 'is charged and owes nothing',
  REFUND_FAILED: 'waits for a refund that the gateway refused',
  CHARGED_TWICE: 'is charged twice',
  OTHER_CURRENCY: 'is charged in another currency',
  PAYMENT_DIFFERS: 'is contradicted by its payment record',
};

const orderLine = ({ order_id, status, kind, currency, expected, kept }: LedgerOrderDifference): string =>
  `  ${order_id}  ${status} ${kinds[kind]}: the gateway keeps ${formatMoney({ amount: kept, currency })} of ${formatMoney({ amount: expected, currency })}; orderstream timeline ${order_id}`;

const some = <T>(all: readonly T[], lineOf: (one: T) => string): readonly string[] => [
  ...all.slice(0, listed).map(lineOf),
  ...(all.length > listed ? [`  and ${all.length - listed} more: --json lists them`] : []),
];

const orderLines = ({ orders, differences }: LedgerReport): readonly string[] => {
  const { accepted, final, in_flight, parked, overdue, provisional, by_status } = orders;
  const statuses = Object.entries(by_status).map(([status, n]) => `${n} ${status}`);
  return [
    `orders  ${accepted} accepted = ${final} final + ${in_flight} in flight + ${parked} parked`,
    ...(statuses.length > 0 ? [`        ${statuses.join(', ')}`] : []),
    ...(provisional > 0
      ? [`        ${provisional} more have no outcome of a line yet: just placed, or never published`]
      : []),
    ...(overdue > 0 ? [`        ${overdue} are overdue: orderstream stuck`] : []),
    ...some(differences.orders, orderLine),
  ];
};

const viewsLine = ({ views, orders }: LedgerReport): string => {
  const [before, after] = views.accepted;
  const counted = before === after ? `${after}` : `${before} to ${after}`;
  if (views.outcome === 'unknown')
    return 'views   have records left to count, or miss some: not compared; orderstream views health';
  if (views.outcome === 'equal') return `views   counted ${counted} orders in Kafka`;
  return `views   counted ${counted} orders in Kafka, the Orders table has ${orders.accepted}; orderstream views health`;
};

const moneyLines = ({ money }: LedgerReport): readonly string[] => {
  const { source, currencies, statement_compared_until: until } = money;
  const compared = until === undefined ? 'was not compared yet' : `was compared up to ${until}`;
  const amounts = currencies.map(({ currency, charged, refunded }) => {
    const money = (amount: typeof charged) => formatMoney({ amount, currency });
    return `money   ${money(charged)} charged, ${money(refunded)} refunded`;
  });
  const note = `        by the platform's own record: the gateway's ledger is not available here; its statement ${compared}`;
  return [...amounts, ...(source === 'payments' ? [note] : [])];
};

const stockLines = ({ stocks, differences }: LedgerReport): readonly string[] => [
  `stock   ${stocks.skus} SKUs, ${stocks.matched} match their orders${stocks.unsettled > 0 ? `, ${stocks.unsettled} were moving and are not judged` : ''}`,
  ...some(
    differences.stocks,
    ({ sku, counted, adjusted }) =>
      `  ${sku}  available + reserved + sold is ${counted}, the sum of adjustments ${adjusted}; orderstream stock get ${sku}`,
  ),
  ...some(
    differences.units,
    ({ sku, sold, reserved, kept, open }) =>
      `  ${sku}  ${sold} sold and ${reserved} reserved, orders keep ${kept} and may hold ${open}; orderstream stock get ${sku}`,
  ),
];

const verdict = ({ balanced, orders, stocks, views }: LedgerReport): string => {
  if (!balanced) return styleText('red', 'does not balance');
  const isMoving = orders.in_flight + orders.parked + stocks.unsettled > 0 || views.outcome === 'unknown';
  return styleText('green', isMoving ? 'balances, as far as orders are final' : 'balances');
};

/** For people; the JSON has all of it. */
export const ledgerLines = (report: LedgerReport): readonly string[] => [
  ...orderLines(report),
  viewsLine(report),
  ...moneyLines(report),
  ...stockLines(report),
  verdict(report),
];
