import { useSignal } from '@preact/signals';
import type { Analytics, AnalyticsHealth } from '../../schemas/generated/types.ts';
import { linkTo } from '../app/place.ts';
import { call } from '../data/request.ts';
import { useLive } from '../data/use-live.ts';
import { amountsText, countText, durationText, shareText, timeText } from '../model/texts.ts';
import { Facts } from '../parts/facts.tsx';
import { Choice } from '../parts/field.tsx';
import { Panel } from '../parts/panel.tsx';
import { Table } from '../parts/table.tsx';

const hourMs = 3_600_000;
const spans: Readonly<Record<string, string>> = { 1: 'last hour', 24: 'last day', 168: 'last seven days' };

const sinceText = (milliseconds: number | null): string => (milliseconds === null ? '–' : durationText(milliseconds));

const Counts = ({ label, counts }: { readonly label: string; readonly counts: Readonly<Record<string, number>> }) => (
  <Table
    label={label}
    rows={Object.entries(counts)}
    keyOf={([name]) => name}
    columns={[
      { title: label, cell: ([name]) => name },
      { title: 'Orders', number: true, cell: ([, count]) => countText(count) },
    ]}
  />
);

const Histogram = ({ buckets, count }: Analytics['totals']['time_to_paid']) => (
  <Table
    label="Time to PAID"
    rows={buckets.filter((bucket) => bucket.count > 0)}
    keyOf={({ le_ms }) => String(le_ms)}
    columns={[
      { title: 'Up to', number: true, cell: ({ le_ms }) => (le_ms === null ? 'longer' : durationText(le_ms)) },
      { title: 'Orders', number: true, cell: (bucket) => countText(bucket.count) },
      {
        title: 'Share',
        cell: (bucket) => (
          <svg class="waterfall" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect x="0" y="0" width={(bucket.count / count) * 100} height="6" />
          </svg>
        ),
      },
    ]}
  />
);

const Numbers = ({ totals, top_skus, stock_outs }: Analytics) => {
  const { accepted, reached, revenue, converted, conversion, refunds, cancelled, payment_failed, time_to_paid } =
    totals;
  return (
    <>
      <Facts
        facts={{
          'Orders accepted': countText(accepted),
          'Revenue, less refunds': amountsText(revenue),
          'Paid of those accepted': `${countText(converted)} (${shareText(conversion)})`,
          Refunds: countText(refunds),
          'Time to PAID, median': sinceText(time_to_paid.p50_ms),
          '90 %': sinceText(time_to_paid.p90_ms),
          '99 %': sinceText(time_to_paid.p99_ms),
        }}
      />
      <div class="columns">
        <Counts label="State reached" counts={reached} />
        {Object.keys(cancelled).length > 0 && <Counts label="Cancelled because" counts={cancelled} />}
        {Object.keys(payment_failed).length > 0 && <Counts label="Declined because" counts={payment_failed} />}
        {time_to_paid.count > 0 && <Histogram {...time_to_paid} />}
        {top_skus.length > 0 && (
          <Table
            label="Ordered most"
            rows={top_skus.slice(0, 20)}
            keyOf={({ sku }) => sku}
            columns={[
              { title: 'Ordered most', cell: ({ sku }) => <a href={linkTo('stock', sku)}>{sku}</a> },
              { title: 'Units', number: true, cell: ({ units }) => countText(units) },
              { title: 'Worth', number: true, cell: (one) => amountsText(one.revenue) },
            ]}
          />
        )}
        {stock_outs.length > 0 && (
          <Table
            label="Out of stock"
            rows={stock_outs}
            keyOf={({ sku }) => sku}
            columns={[
              { title: 'Out of stock', cell: ({ sku }) => <a href={linkTo('stock', sku)}>{sku}</a> },
              { title: 'Lines rejected', number: true, cell: ({ rejected_lines }) => countText(rejected_lines) },
            ]}
          />
        )}
      </div>
    </>
  );
};

const Health = (health: AnalyticsHealth) => (
  <>
    <p class={health.complete ? 'done' : 'failure'}>
      {health.complete ? 'Every accepted order is accounted for.' : 'The figures are not complete.'}
    </p>
    <Facts
      facts={{
        'Oldest record that waits': durationText(health.freshness_seconds * 1_000),
        'Records that wait': countText(health.lag_records),
        'Records lost': countText(health.lost_records),
        'Records dead-lettered': countText(health.dead_lettered_records),
        'Orders known': countText(health.orders.accepted),
        Open: countText(health.orders.open),
        Paid: countText(health.orders.paid),
        Cancelled: countText(health.orders.cancelled),
        'Payment failed': countText(health.orders.payment_failed),
      }}
    />
    <Table
      label="Topics"
      rows={health.topics}
      keyOf={({ topic }) => topic}
      columns={[
        { title: 'Topic', cell: ({ topic }) => topic },
        { title: 'Waiting', number: true, cell: ({ lag_records }) => countText(lag_records) },
        {
          title: 'Oldest waits',
          number: true,
          cell: ({ waiting_seconds }) => (waiting_seconds === undefined ? '–' : durationText(waiting_seconds * 1_000)),
        },
        {
          title: 'Newest event (UTC)',
          cell: ({ newest_event_at }) => (newest_event_at === undefined ? '–' : timeText(newest_event_at)),
        },
      ]}
    />
  </>
);

/** What happened in a span of time, and how far the figures can be trusted. */
export const FiguresPage = () => {
  const span = useSignal('1');
  const figures = useLive((signal) => {
    const from = new Date(Date.now() - Number(span.value) * hourMs).toISOString();
    return call('getAnalytics', { query: { from }, signal });
  }, `figures ${span.value}`);
  const health = useLive((signal) => call('getAnalyticsHealth', { signal }), 'health');
  return (
    <>
      <div class="fields">
        <Choice label="Span" value={span} options={spans} />
      </div>
      <Panel
        title={`Orders of the ${spans[span.value]}`}
        live={figures}
        empty={({ series }) => (series.length === 0 ? 'Nothing happened in this span.' : undefined)}
      >
        {(analytics) => <Numbers {...analytics} />}
      </Panel>
      <Panel title="Freshness and completeness" live={health}>
        {(loaded) => <Health {...loaded} />}
      </Panel>
    </>
  );
};
