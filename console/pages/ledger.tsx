import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type LedgerReport, ledgerReport } from '../../functions/ops/model/ledger-report-domain.ts';
import { type BooksReader, readBooks } from '../../functions/ops/model/read-books-domain.ts';
import { formatMoney } from '../../functions/shared/kernel/money.ts';
import { linkTo } from '../app/place.ts';
import { call } from '../data/request.ts';
import { useLive } from '../data/use-live.ts';
import { clockText, countText } from '../model/texts.ts';
import { Facts } from '../parts/facts.tsx';
import { OrderLink } from '../parts/order-link.tsx';
import { Panel } from '../parts/panel.tsx';
import { State } from '../parts/state.tsx';
import { StuckOrders } from '../parts/stuck-orders.tsx';
import { Table } from '../parts/table.tsx';

const books = (signal: AbortSignal): BooksReader => ({
  page: (book, limit, cursor) => call('getLedger', { query: { book, limit, cursor }, signal }),
  health: () => call('getAnalyticsHealth', { signal }),
});

const leastPauseMs = 10_000;

const Verdict = ({ balanced, orders, stocks, views }: LedgerReport) => {
  if (!balanced) return <p class="failure verdict">Does not balance</p>;
  const isMoving = orders.in_flight + orders.parked + stocks.unsettled > 0 || views.outcome === 'unknown';
  return <p class="done verdict">{isMoving ? 'Balances, as far as orders are final' : 'Balances'}</p>;
};

const viewsText = ({ views: { outcome, accepted } }: LedgerReport): string =>
  ({
    equal: `the same number: ${countText(accepted[1])}`,
    different: `another number: ${countText(accepted[1])}`,
    unknown: 'records left to count',
  })[outcome];

const Sums = (report: LedgerReport) => {
  const { orders, money, stocks } = report;
  return (
    <Facts
      facts={{
        'Orders accepted': countText(orders.accepted),
        '= final': countText(orders.final),
        '+ in flight': countText(orders.in_flight),
        '+ parked': countText(orders.parked),
        'Of these overdue': countText(orders.overdue),
        'Counted from Kafka': viewsText(report),
        ...Object.fromEntries(
          money.currencies.flatMap(({ currency, charged, refunded }) => [
            [`Charged, ${currency}`, formatMoney({ amount: charged, currency })],
            [`Refunded, ${currency}`, formatMoney({ amount: refunded, currency })],
          ]),
        ),
        'Money by': money.source === 'gateway' ? 'the ledger of the gateway' : 'the platform’s own record',
        'SKUs that match their orders': `${countText(stocks.matched)} of ${countText(stocks.skus)}`,
        'SKUs that were moving': countText(stocks.unsettled),
      }}
    />
  );
};

const Differences = ({ differences: { orders, stocks, units } }: LedgerReport) => (
  <>
    {orders.length > 0 && (
      <Table
        label="Orders that differ"
        rows={orders}
        keyOf={({ order_id, kind }) => `${order_id} ${kind}`}
        columns={[
          { title: 'Order', cell: ({ order_id }) => <OrderLink id={order_id} /> },
          { title: 'State', cell: ({ status }) => <State state={status} /> },
          { title: 'Difference', cell: ({ kind }) => kind },
          {
            title: 'The gateway should keep',
            number: true,
            cell: ({ expected, currency }) => formatMoney({ amount: expected, currency }),
          },
          { title: 'It keeps', number: true, cell: ({ kept, currency }) => formatMoney({ amount: kept, currency }) },
        ]}
      />
    )}
    {stocks.length > 0 && (
      <Table
        label="Stocks that differ in themselves"
        rows={stocks}
        keyOf={({ sku }) => sku}
        columns={[
          { title: 'SKU', cell: ({ sku }) => <a href={linkTo('stock', sku)}>{sku}</a> },
          { title: 'Available + reserved + sold', number: true, cell: ({ counted }) => countText(counted) },
          { title: 'Sum of adjustments', number: true, cell: ({ adjusted }) => countText(adjusted) },
        ]}
      />
    )}
    {units.length > 0 && (
      <Table
        label="Stocks that differ from their orders"
        rows={units}
        keyOf={({ sku }) => sku}
        columns={[
          { title: 'SKU', cell: ({ sku }) => <a href={linkTo('stock', sku)}>{sku}</a> },
          { title: 'Sold', number: true, cell: ({ sold }) => countText(sold) },
          { title: 'Kept by orders', number: true, cell: ({ kept }) => countText(kept) },
          { title: 'Reserved', number: true, cell: ({ reserved }) => countText(reserved) },
          { title: 'Held by orders, at most', number: true, cell: ({ open }) => countText(open) },
        ]}
      />
    )}
  </>
);

/** Whether orders, money and stock balance, and what differs. Beside it the orders that are stuck. */
export const LedgerPage = () => {
  const checked = useSignal(0);
  const took = useRef(0);
  const live = useLive(
    async (signal) => {
      const started = performance.now();
      checked.value = 0;
      const read = await readBooks(books(signal), (entries) => {
        checked.value += entries;
      });
      took.current = performance.now() - started;
      return ledgerReport(read);
    },
    'ledger',
    // However many orders there are, the check takes at most a tenth of the time.
    () => Math.max(leastPauseMs, 10 * took.current),
  );
  return (
    <>
      <p class="quiet">
        {countText(checked.value)} orders and stocks checked
        {live.at !== undefined && `; the last check ended at ${clockText(live.at)}`}.{' '}
        <button type="button" onClick={live.refresh}>
          Check now
        </button>
      </p>
      <Panel title="Conservation" live={live}>
        {(report) => (
          <>
            <Verdict {...report} />
            <Sums {...report} />
            <Differences {...report} />
          </>
        )}
      </Panel>
      <StuckOrders />
    </>
  );
};
